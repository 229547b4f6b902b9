package knowledge

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The words that stand for values in a configuration file, where a program describes its own repository layer.
var (
	argWords       = map[string]Arg{"recv": Recv, "result": Result, "star": Star, "onStar": OnStar}
	verbWords      = map[string]Verb{"read": Read, "count": Count, "insert": Insert, "update": Update, "save": Save, "upsert": Upsert, "delete": Delete, "exec": Exec}
	isolationWords = map[string]Isolation{"serializable": Serializable}
	namingWords    = map[string]Naming{"snake": Snake, "snakes": Snakes, "lower": Lower, "same": Same}
)

// UnmarshalText reads the number of an argument, or one of the words recv, result, star and onStar.
func (a *Arg) UnmarshalText(text []byte) error {
	if n, err := strconv.Atoi(string(text)); err == nil && n > 0 {
		*a = Arg(n)
		return nil
	}
	if word(string(text), argWords, a) != nil {
		return fmt.Errorf("want the number of an argument, counted from 1, or one of recv, result, star, onStar; not %q", text)
	}
	return nil
}

// UnmarshalText reads read, count, insert, update, save, upsert, delete or exec.
func (v *Verb) UnmarshalText(text []byte) error { return word(string(text), verbWords, v) }

// UnmarshalText reads serializable.
func (i *Isolation) UnmarshalText(text []byte) error { return word(string(text), isolationWords, i) }

// UnmarshalText reads snake, snakes, lower or same.
func (n *Naming) UnmarshalText(text []byte) error { return word(string(text), namingWords, n) }

func word[T any](text string, words map[string]T, to *T) error {
	value, ok := words[text]
	if !ok {
		return fmt.Errorf("want one of %s; not %q", strings.Join(slices.Sorted(maps.Keys(words)), ", "), text)
	}
	*to = value
	return nil
}
