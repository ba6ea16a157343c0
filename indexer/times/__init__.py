"""When: time ranges (`window`) and what a text says of them (`grammar`)."""
