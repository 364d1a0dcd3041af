# Sourced by test: the three system packages that some tests need. Uses what is there, else installs Debian's if it may.

need_packages() {
  has_chromium || need chromium "Browser tests" has_chromium
  has_postgresql || need postgresql "Database tests" has_postgresql
}

need_java() {
  has_java || need openjdk-17-jre-headless "Tests of Spark" has_java
}

has_java() { # 17 or later
  local version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n '1s/.* version "\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ]
}

has_chromium() {
  [ -x "${MARGA_CHROMIUM:-}" ] || command -v chromium google-chrome google-chrome-stable chromium-browser >/dev/null
}

has_postgresql() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

need() { # package, who needs it, how to see that it is there
  local root=()
  if [ "$(id -u)" != 0 ]; then root=(sudo -n); fi
  if command -v apt-get >/dev/null && "${root[@]}" true 2>/dev/null; then
    echo "$2 need $1; installing Debian's package." >&2
    "${root[@]}" apt-get update -qq >&2 || true
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >&2 || true
  fi
  $3 || {
    echo "$2 need $1. Type: sudo apt-get install $1" >&2
    return 1
  }
}
