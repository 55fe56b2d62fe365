# The server in an image: docker build --tag pawprint . See docs/deployment.md.
FROM node:22-bookworm-slim AS build
WORKDIR /checkout
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && npm run pack \
  && npm install --prefix /app --ignore-scripts --no-audit --no-fund ./dist/pawprint-*.tgz

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    PAWPRINT_HOST=0.0.0.0 \
    PAWPRINT_DATA_DIR=/data
RUN install --directory --owner=node --group=node --mode=0750 /data
COPY --from=build /app /app
# Nothing outside of /data and /tmp is written: the rest can be read-only.
USER node
WORKDIR /data
VOLUME ["/data"]
EXPOSE 9000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PAWPRINT_PORT || 9000) + '/api/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/node_modules/.bin/pawprint"]
