# One image, several roles: EARSHOT_ROLES says which of bot, worker and web a container plays.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/mend-postgres.mjs scripts/
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production EARSHOT_HOST=0.0.0.0 EARSHOT_PORT=3000 EARSHOT_DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
# PostgreSQL refuses to run as root, and nothing here needs to be root.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.EARSHOT_PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Longer than the grace that running jobs get: docker stop --time 40, or stop_grace_period in compose.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts", "start"]
