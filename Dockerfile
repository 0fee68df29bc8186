# Both images from one build: `migrations` and `backend`, the targets that the compose files name.
#
# Any engine from 20.10 on builds this with what it has: a `# syntax` line would fetch a frontend first, and neither
# heredocs nor `COPY --link` nor `--start-interval` are known to the older ones.

# The version of rust-toolchain.toml, which stays outside: it names tools that no image needs.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# Linked statically, so that the image needs no system around the program. Naming the target keeps that flag from the
# programs that run during the build.
# The caches are no part of the image, so the two programs are copied out of them. Two builds take turns.
RUN --mount=type=cache,id=places-crates,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,id=places-target,target=/target,sharing=locked \
    target=$(rustc -vV | sed -n 's/^host: //p') \
 && RUSTFLAGS='-C target-feature=+crt-static' CARGO_TARGET_DIR=/target \
    cargo build --locked --profile image --target "$target" -p backend -p migration \
 && mkdir /out \
 && cp "/target/$target/image/backend" "/target/$target/image/migration" /out/

# No shell, no user database, nothing to write to: the number is nobody's anywhere.
FROM scratch AS runtime
USER 65532:65532
# The newest migration that the source of this image has, so that an image can be compared without running it.
ARG SCHEMA_HEAD=unknown
LABEL app.schema.head=$SCHEMA_HEAD \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="0.1.0"

FROM runtime AS migrations
LABEL org.opencontainers.image.title="places-migrations" \
      org.opencontainers.image.description="The migrations of the places database, and the program that runs them"
COPY --from=build /out/migration /migration
ENTRYPOINT ["/migration"]
CMD ["up"]

FROM runtime AS backend
LABEL org.opencontainers.image.title="places-backend" \
      org.opencontainers.image.description="The places service: countries, regions and locations over HTTP"
COPY --from=build /out/backend /backend
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 CMD ["/backend", "healthcheck"]
ENTRYPOINT ["/backend"]
