# Sourced by run. Sets RMWLINT_POSTGRES_DSN and RMWLINT_MYSQL_DSN to a database of this run's own on a PostgreSQL and a
# MariaDB of this machine. Installs them (Debian) and starts them where they are missing. A DSN that is set already is
# used as it is, and its server left alone.

own=rmwlint_ci_$$ # the name of the database, of its user, and the user's password

as_root() {
	if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

as_postgres() {
	if [[ $EUID -eq 0 ]]; then runuser -u postgres -- "$@"; else sudo -u postgres "$@"; fi
}

install_package() {
	echo "installing $1"
	as_root apt-get update -q
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "$1"
}

# wait_for tries a command for a minute.
wait_for() {
	local i
	for ((i = 0; i < 60; i++)); do
		if "$@" >/dev/null 2>&1; then return; fi
		sleep 1
	done
	"$@" # for its error message
}

# postgres_admin is psql as the superuser: over the socket, where Debian knows the user by its name, or over TCP, where
# the server may trust anybody.
postgres_admin() {
	local options=(-X -q -A -t -v ON_ERROR_STOP=1 -d postgres)
	if (cd / && as_postgres psql "${options[@]}" -c 'SELECT 1') >/dev/null 2>&1; then
		(cd / && as_postgres psql "${options[@]}" "$@")
	else
		psql "${options[@]}" -w -h 127.0.0.1 -U postgres "$@"
	fi
}

start_postgres() {
	if postgres_admin -c 'SELECT 1' >/dev/null 2>&1; then return; fi
	command -v pg_ctlcluster >/dev/null || install_package postgresql
	local version cluster
	read -r version cluster _ < <(pg_lsclusters -h) || fail "PostgreSQL has no cluster; pg_createcluster makes one"
	echo "starting PostgreSQL $version"
	as_root pg_ctlcluster "$version" "$cluster" start || true # it may be starting already
	wait_for postgres_admin -c 'SELECT 1'
}

mariadb_admin() {
	if as_root mariadb -e 'SELECT 1' >/dev/null 2>&1; then
		as_root mariadb -N "$@"
	else
		mariadb -N -h 127.0.0.1 -u root "$@"
	fi
}

start_mariadb() {
	if mariadb_admin -e 'SELECT 1' >/dev/null 2>&1; then return; fi
	command -v mariadbd-safe >/dev/null || install_package mariadb-server
	echo "starting MariaDB"
	as_root service mariadb start || true # it may be starting already
	wait_for mariadb_admin -e 'SELECT 1'
}

drop_databases() {
	if [[ -n ${postgres_made:-} ]]; then
		postgres_admin -c "DROP DATABASE $own WITH (FORCE)" -c "DROP ROLE $own" || true
	fi
	if [[ -n ${mariadb_made:-} ]]; then
		mariadb_admin -e "DROP DATABASE $own; DROP USER $own@localhost, $own@127.0.0.1" || true
	fi
}

make_databases() {
	if [[ -z ${RMWLINT_POSTGRES_DSN:-} ]]; then
		start_postgres
		postgres_made=yes
		postgres_admin -c "CREATE ROLE $own LOGIN PASSWORD '$own'" -c "CREATE DATABASE $own OWNER $own"
		export RMWLINT_POSTGRES_DSN="postgres://$own:$own@127.0.0.1:$(postgres_admin -c 'SHOW port')/$own?sslmode=disable"
	fi
	if [[ -z ${RMWLINT_MYSQL_DSN:-} ]]; then
		start_mariadb
		mariadb_made=yes
		mariadb_admin -e "CREATE DATABASE $own;
			CREATE USER $own@localhost IDENTIFIED BY '$own', $own@127.0.0.1 IDENTIFIED BY '$own';
			GRANT ALL ON *.* TO $own@localhost, $own@127.0.0.1" # the tests make databases of their own
		export RMWLINT_MYSQL_DSN="$own:$own@tcp(127.0.0.1:$(mariadb_admin -e 'SELECT @@port'))/$own?parseTime=true"
	fi
	echo "PostgreSQL $RMWLINT_POSTGRES_DSN"
	echo "MariaDB    $RMWLINT_MYSQL_DSN"
}
