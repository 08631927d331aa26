# One image for web, worker and clock. The first stage installs and collects; the second holds no tool to build with.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
# "semantisch" adds search by meaning (docs/production.md).
ARG EXTRAS=""
COPY requirements requirements
RUN python -m venv --copies /venv \
 && for lock in run $EXTRAS; do \
      /venv/bin/pip install --quiet --no-deps --require-hashes -r "requirements/$lock.txt" || exit 1; done \
 && /venv/bin/pip uninstall --quiet --yes pip
COPY . .
# Collecting reads the settings, which refuse to start on missing values; none of these reaches the image's environment.
RUN PORTAL_SECRET_KEY=only-while-the-image-is-built-0123456789-abcdefghijklmnop \
    PORTAL_HOSTS=localhost PORTAL_BASE_URL=https://localhost PORTAL_SMTP_HOST=localhost \
    PORTAL_DATABASE_URL=sqlite:////tmp/none.sqlite3 DJANGO_SETTINGS_MODULE=portal.settings.production \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /venv/bin/python -m compileall -q -j 0 /app /venv/lib

FROM python:3.13-slim
# pip comes with the base image; nothing is installed from here on.
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --group portal /var/lib/portal /srv/away \
 && find / -xdev \( -path '*/site-packages/pip' -o -path '*/dist-packages/pip' -o -name ensurepip -o -path '*/bin/pip*' \) \
      -prune -exec rm -rf {} +
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_VAR_DIR=/var/lib/portal
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "portal.wsgi:application"]
