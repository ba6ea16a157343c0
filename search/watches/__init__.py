"""Watches: values (`watch`), kept (`watches`), looked (`look`), delivered (`outbox`, `send`)."""
