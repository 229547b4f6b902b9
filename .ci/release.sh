# Sourced by run. Checks what a user gets who installs a release.

# install_as_released installs the checked-in tree as a version of the module, into an empty module cache, and sets the program's name
# in released. A proxy of files stands for the one of the network: the tree, and what go mod download has fetched.
install_as_released() {
	local module=github.com/rmwlint/rmwlint version=v0.0.1-ci proxy=$work/proxy nested exclude=() cache
	cache=$(go env GOMODCACHE)/cache/download
	while read -r nested; do
		exclude+=(":(exclude)$(dirname "$nested")") # a module of its own is no part of this one
	done < <(git ls-files '*/go.mod')
	mkdir -p "$proxy/$module/@v"
	git archive --format=zip --prefix="$module@$version/" -o "$proxy/$module/@v/$version.zip" HEAD -- . "${exclude[@]}"
	git show HEAD:go.mod >"$proxy/$module/@v/$version.mod"
	printf '{"Version":"%s","Time":"2026-01-01T00:00:00Z"}\n' "$version" >"$proxy/$module/@v/$version.info"
	echo "$version" >"$proxy/$module/@v/list"
	released=$work/released/rmwlint
	(cd "$work" && GOWORK=off GOFLAGS=-modcacherw GOPROXY="file://$proxy,file://$cache" GOSUMDB=off GOMODCACHE=$work/modcache \
		GOBIN=$work/released go install "$module/cmd/rmwlint@$version")
	[[ $("$released" version) == "rmwlint $version (go"*", facts "*")" ]] || fail "rmwlint version of a release says: $("$released" version)"
}

# build_twice builds the program in two directories and compares the files byte by byte.
build_twice() {
	local n
	for n in 1 2; do
		git clone -q . "$work/tree$n"
		(cd "$work/tree$n" && GOWORK=off GOFLAGS= go build -trimpath -o "$work/build$n" ./cmd/rmwlint)
	done
	cmp "$work/build1" "$work/build2" || fail "two builds of the same commit differ"
}
