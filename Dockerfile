# The image of all parts: API, Dask scheduler and workers, jobs. docker build -t truyvet:0.1.0 .
FROM python:3.11-slim AS build
RUN python -m venv /opt/truyvet
WORKDIR /build
# The locked packages change rarely, so they are a layer of their own.
COPY requirements.lock ./
RUN /opt/truyvet/bin/pip install --no-cache-dir --no-compile --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY embeddings embeddings
COPY indexer indexer
COPY search search
RUN /opt/truyvet/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim
RUN groupadd --gid 10001 truyvet \
 && useradd --uid 10001 --gid 10001 --create-home truyvet \
 && install --directory --owner=truyvet --group=truyvet --mode=0750 /data
COPY --from=build /opt/truyvet /opt/truyvet
ENV PATH=/opt/truyvet/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    TRUYVET_DATA=/data
USER 10001:10001
WORKDIR /tmp
VOLUME /data
EXPOSE 8000
# On loopback; beyond it needs an API key first: truyvet serve --host 0.0.0.0
CMD ["truyvet", "serve"]
