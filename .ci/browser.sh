# Sourced by run. Sets RMWLINT_CHROMIUM to a browser for the test of the HTML page; installs it (Debian) where there is none.

find_browser() {
	[[ -n ${RMWLINT_CHROMIUM:-} ]] && return
	command -v chromium >/dev/null || install_package chromium
	RMWLINT_CHROMIUM=$(command -v chromium)
	export RMWLINT_CHROMIUM
}
