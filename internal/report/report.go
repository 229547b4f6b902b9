package report

// A Report is what a run has to say, for the printers that say all of it at once.
type Report struct {
	Findings []Finding
	Errors   []CheckError
	Failures []string // packages, and why they could not be analysed
	Rules    []Rule   // the classes that findings may have; a finding of another class stands without a rule's text
	Root     string   // directory that file names are relative to: the repository's, where there is one
	Version  string   // of rmwlint
	Sources  *Sources
}

// A Rule is a class of findings, with what its page says.
type Rule struct {
	Name    string // "lostupdate/arith"
	Summary string // one line of plain text
	Help    string // Markdown
	URL     string
}

// rules are the report's, and after them one for each class of a finding that has none.
func (r Report) rules() []Rule {
	rules := r.Rules
	for _, f := range r.Findings {
		if ruleIndex(rules, f.Name()) < 0 {
			rules = append(rules[:len(rules):len(rules)], Rule{Name: f.Name(), Summary: f.Name()})
		}
	}
	return rules
}

func ruleIndex(rules []Rule, name string) int {
	for i, rule := range rules {
		if rule.Name == name {
			return i
		}
	}
	return -1
}
