# The service with its explorer, for SQLite and Neo4j stores.
#   docker build -t suretynet .

FROM node:24.19.0-bookworm-slim AS explorer
WORKDIR /src/visual/web
COPY visual/web/package.json visual/web/package-lock.json visual/web/.npmrc ./
RUN npm ci
COPY visual/web ./
RUN npm run build

FROM python:3.13.9-slim-bookworm AS build
WORKDIR /src
COPY requirements/bootstrap.txt requirements/neo4j.txt requirements/
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
  && python -m venv /opt/suretynet \
  && uv pip install --no-cache --python /opt/suretynet/bin/python --require-hashes \
    -r requirements/neo4j.txt
COPY LICENSE README.md hatch_build.py pyproject.toml ./
COPY api api
COPY gnn gnn
COPY graph graph
COPY ingest ingest
COPY visual visual
COPY --from=explorer /src/visual/static/dist visual/static/dist
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
  && uv pip install --no-cache --python /opt/suretynet/bin/python --no-deps /wheels/*.whl

FROM python:3.13.9-slim-bookworm
# LightGBM's threads: the commands of `suretynet model` need it, all others do without.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libgomp1 \
  && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home suretynet \
  && install --directory --owner suretynet /data
COPY --from=build /opt/suretynet /opt/suretynet
ENV PATH=/opt/suretynet/bin:$PATH \
    SURETYNET_DATA_DIR=/data \
    SURETYNET_HOST=0.0.0.0
USER 10001
VOLUME /data
EXPOSE 8000
# Ready only when the kernels are compiled, so the first start takes about a minute.
HEALTHCHECK --interval=10s --timeout=3s --start-period=120s CMD \
  ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz')"]
CMD ["suretynet", "serve"]
