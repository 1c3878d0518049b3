# A small image that runs feeds on the site in /site, as a user without rights:
#   docker build -t feeds . && docker run --rm -u "$(id -u)" -v "$PWD:/site" feeds build
FROM python:3.13-slim AS build
WORKDIR /src
COPY .ci/requirements.txt .ci/requirements-build.txt .ci/
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --quiet --require-hashes -r .ci/requirements-build.txt \
    && python -m venv /opt/feeds \
    && /opt/feeds/bin/pip install --no-cache-dir --quiet --require-hashes -r .ci/requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY feeds feeds
RUN /opt/build/bin/hatchling build -t wheel -d dist \
    && /opt/feeds/bin/pip install --no-cache-dir --quiet --no-deps --no-index --find-links dist feed-republisher

FROM python:3.13-slim
COPY --from=build /opt/feeds /opt/feeds
ENV PATH="/opt/feeds/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
USER 1000
WORKDIR /site
ENTRYPOINT ["feeds"]
CMD ["build"]
