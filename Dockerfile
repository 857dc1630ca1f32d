# The program in an image without a shell, as a user without rights:
#   docker build -t detente .
#   docker run --rm -i detente read - < report.txt
#   docker run --rm -p 127.0.0.1:8080:8080 -v "$PWD:/data" detente serve --listen 0.0.0.0:8080 --token-file /data/tokens.txt
# --build-arg PROGRAM=detente-batch makes the image that starts jobs on a cluster
# (docs/cluster.md); its workers run in the image of Beam, which is given the program.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY batch/go.mod batch/go.sum batch/
RUN go mod download
COPY . .
ARG VERSION=
ARG PROGRAM=detente
RUN if [ "$PROGRAM" = detente-batch ]; then cd batch; fi && \
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w ${VERSION:+-X detente/internal/build.version=$VERSION}" -o /out/program "./cmd/$PROGRAM" && \
    mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY LICENSE NOTICE /licenses/
COPY --from=build /out/program /usr/bin/detente
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/usr/bin/detente"]
CMD ["help"]
