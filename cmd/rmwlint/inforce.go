package main

import (
	"flag"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// switches are the checks' own flags that switch a check or a category on and off, by the name of what they switch. A check's
// is called on, a category's as the category.
func switches(checks []*analysis.Analyzer) map[string]*flag.Flag {
	flags := map[string]*flag.Flag{}
	for _, a := range checks {
		for _, name := range checkNames([]*analysis.Analyzer{a}) {
			check, category, _ := strings.Cut(name, "/")
			if category == "" {
				category = "on"
			}
			if f := a.Flags.Lookup(category); f != nil && check == a.Name {
				flags[name] = f
			}
		}
	}
	return flags
}

// inForce tells whether a check or category is reported where the file says nothing of the path, and if a flag is what keeps
// it off, which.
func (o *options) inForce(name string, checks []*analysis.Analyzer) (on bool, why string) {
	if name == unusedCheck && !o.unused {
		return false, "-" + unusedFlag + "=false"
	}
	check, category, _ := strings.Cut(name, "/")
	flags := switches(checks)
	for _, of := range []string{check, name} {
		if f := flags[of]; f != nil && f.Value.String() == "false" {
			return false, "-" + check + "." + f.Name + "=false"
		}
	}
	if i := lastWith(o.flags, "-"+check+"="); i >= 0 {
		if strings.HasSuffix(o.flags[i], "=false") {
			return false, o.flags[i]
		}
	} else if i := slices.IndexFunc(o.flags, isChoice); i >= 0 && name != unusedCheck {
		return false, o.flags[i]
	}
	return o.file.Wants("", check, category), ""
}

// isChoice recognises "-bulkloop=true", which leaves out every check that is not named so.
func isChoice(arg string) bool {
	name, value, _ := strings.Cut(arg, "=")
	return !strings.Contains(name, ".") && value == "true"
}
