package rowflow

import (
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// lockToReturn holds a lock that the function lets go by a defer.
func (f *frame) lockToReturn() {
	f.lock()
	if f.recording {
		f.unlocks++
	}
}

// defers reports whether the function, or a closure that it defers, makes such a call at its end.
func (f *frame) defers(is func(*ssa.CallCommon) bool) bool {
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			d, ok := in.(*ssa.Defer)
			if ok && (is(&d.Call) || closureCalls(d.Call.Value, is)) {
				return true
			}
		}
	}
	return false
}

func closureCalls(v ssa.Value, is func(*ssa.CallCommon) bool) bool {
	if c, ok := v.(*ssa.MakeClosure); ok {
		v = c.Fn
	}
	fn, ok := v.(*ssa.Function)
	if !ok || fn.Parent() == nil {
		return false
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			if call, ok := in.(ssa.CallInstruction); ok && is(call.Common()) {
				return true
			}
		}
	}
	return false
}

// isTryUnlock reports whether a call takes the key out of a map whose keys are locks.
func (f *frame) isTryUnlock(c *ssa.CallCommon) bool {
	fn := c.StaticCallee()
	if fn == nil || object(fn) == nil || object(fn).Pkg() == nil {
		return false
	}
	h := f.index.Helper(object(fn).Pkg().Path(), receiver(object(fn)), object(fn).Name())
	return h != nil && h.Does == knowledge.TryUnlock
}

// holdsToReturn reports whether a call takes a lock that a deferred function lets go: one among its results, or one that is named so.
// Have: release, err := store.lockPath(p); …; defer release(), if !lockLucky(uid) { return }; defer unlockLucky(uid).
func (f *frame) holdsToReturn(in ssa.CallInstruction) bool {
	v, ok := in.(*ssa.Call)
	if !ok || !namesLock(calleeName(&v.Call)) || namesUnlock(calleeName(&v.Call)) {
		return false
	}
	own := f.isOwnCode(&v.Call)
	return f.defers(func(c *ssa.CallCommon) bool {
		if own && f.isOwnCode(c) && namesUnlock(calleeName(c)) {
			return true
		}
		if e, ok := c.Value.(*ssa.Extract); ok {
			return e.Tuple == v
		}
		return c.Value == v
	})
}

func calleeName(c *ssa.CallCommon) string {
	if c.IsInvoke() {
		return c.Method.Name()
	}
	if fn := c.StaticCallee(); fn != nil {
		return fn.Name()
	}
	return ""
}

// namesLock reports whether a name has a word for taking a lock: confirmLocks, AcquireLease, LockUser; not blockUser.
func namesLock(name string) bool {
	for _, word := range words(name) {
		switch strings.TrimSuffix(word, "s") {
		case "lock", "rlock", "trylock", "acquire", "mutex", "lease":
			return true
		}
	}
	return false
}

// isOwnCode reports whether a call is of the program's own code: what a mutex does is known.
func (f *frame) isOwnCode(c *ssa.CallCommon) bool {
	var p *types.Package
	if c.IsInvoke() {
		p = c.Method.Pkg()
	} else if fn := c.StaticCallee(); fn != nil && object(fn) != nil {
		p = object(fn).Pkg()
	}
	return p != nil && (p == f.pass.Pkg || inModule(f.pass, p))
}

// namesUnlock reports whether a name has a word for letting a lock go: UnLockUser, unlockBy, releaseLock.
func namesUnlock(name string) bool {
	return strings.Contains(strings.ToLower(name), "lock") && slices.ContainsFunc(words(name), func(w string) bool { return w == "unlock" || w == "release" || w == "un" })
}

// words splits a Go name: "tryLockID" is try, lock, id.
func words(name string) []string {
	return strings.Fields(strings.ToLower(spaced(name)))
}

func spaced(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower || r == '_' {
			b.WriteByte(' ')
		}
		if r != '_' {
			b.WriteRune(r)
		}
		lower = unicode.IsLower(r)
	}
	return b.String()
}
