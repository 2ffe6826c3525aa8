# One image for every process of the production shape; docker-compose.yml says which runs where.
FROM node:22-bookworm-slim AS pages
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
COPY requirements.production.lock ./
RUN python -m venv /opt/fairlead \
    && /opt/fairlead/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.production.lock

FROM python:3.11-slim-bookworm
ENV PATH=/opt/fairlead/bin:$PATH \
    PYTHONPATH=/srv/fairlead \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2
WORKDIR /srv/fairlead
RUN useradd --system --uid 10001 --no-create-home fairlead
COPY --from=packages /opt/fairlead /opt/fairlead
COPY manage.py pyproject.toml ./
COPY connectors connectors
COPY flows flows
COPY console console
COPY --from=pages /build/dist frontend/dist
RUN python -m servestatic.compress --quiet frontend/dist && python -m compileall -q console flows connectors
USER fairlead
EXPOSE 8000
