package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
)

// srcRoot stands for the repository's root in SARIF. Its place on this machine is nobody else's business.
const srcRoot = "%SRCROOT%"

// WriteSARIF prints a report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which GitHub's code scanning
// and editors read: each finding with its code flow, its fixes and its rule's page.
func WriteSARIF(w io.Writer, r Report) error {
	s := sarifWriter{r.Sources, r.Root, r.rules()}
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "rmwlint", Version: r.Version, InformationURI: "https://github.com/rmwlint/rmwlint", Rules: s.descriptors(),
		}},
		BaseIDs:     map[string]sarifBase{srcRoot: {Description: text("the root of the repository")}},
		ColumnKind:  "utf16CodeUnits",
		Invocations: []sarifInvocation{invocation(r)},
		Results:     []sarifResult{},
	}
	prints := r.Sources.Fingerprints(r.Findings, r.Root)
	for i, f := range r.Findings {
		run.Results = append(run.Results, s.result(f, prints[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

type sarifWriter struct {
	sources *Sources
	root    string
	rules   []Rule
}

func (s sarifWriter) descriptors() []sarifRule {
	rules := []sarifRule{}
	for _, rule := range s.rules {
		d := sarifRule{
			ID: rule.Name, Short: text(rule.Summary), HelpURI: rule.URL,
			Config:     sarifConfig{Level: "warning"},
			Properties: map[string]any{"tags": []string{"concurrency", "database"}, "precision": "high"},
		}
		if rule.Help != "" {
			d.Help = &sarifText{Text: rule.Help, Markdown: rule.Help}
		}
		rules = append(rules, d)
	}
	return rules
}

// invocation says whether all packages were analysed, and which were not.
func invocation(r Report) sarifInvocation {
	inv := sarifInvocation{Successful: len(r.Failures)+len(r.Errors) == 0}
	note := func(message string) {
		inv.Notifications = append(inv.Notifications, sarifNotification{Level: "error", Message: text(message)})
	}
	for _, line := range r.Failures {
		note(line)
	}
	for _, e := range r.Errors {
		note(fmt.Sprintf("%s: %s gave up: %s", e.Package, e.Check, e.Message))
	}
	return inv
}

func (s sarifWriter) result(f Finding, print string) sarifResult {
	at := s.location(f.Pos, f.End)
	if fn := s.sources.Func(f.Pos).Name; fn != "" {
		at.Logical = []sarifLogical{{Name: fn, FullName: f.Package + "." + fn, Kind: "function"}}
	}
	res := sarifResult{
		RuleID: f.Name(), RuleIndex: ruleIndex(s.rules, f.Name()), Level: "warning", Message: text(f.Message),
		Locations:    []sarifLocation{at},
		Fingerprints: map[string]string{"rmwlint/v1": print},
	}
	var flow []sarifFlowLocation
	for i, step := range s.sources.Trace(f) {
		loc := s.location(step.Pos, step.Pos)
		loc.Message = text(strings.TrimSpace(step.Label + " " + step.Note))
		flow = append(flow, sarifFlowLocation{Location: loc})
		loc.ID = i + 1
		res.Related = append(res.Related, loc)
	}
	if len(flow) > 1 {
		res.CodeFlows = []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{{Locations: flow}}}}
	}
	for _, x := range f.Fixes {
		res.Fixes = append(res.Fixes, s.fix(x))
	}
	return res
}

// fix puts the edits of each file together, in the order in which the fix names the files.
func (s sarifWriter) fix(x Fix) sarifFix {
	fix := sarifFix{Description: text(x.Title)}
	index := map[string]int{}
	for _, e := range x.Edits {
		i, ok := index[e.File]
		if !ok {
			i = len(fix.Changes)
			index[e.File] = i
			fix.Changes = append(fix.Changes, sarifChange{Artifact: s.artifact(e.File)})
		}
		var rep sarifReplacement
		rep.Deleted.StartLine, rep.Deleted.StartColumn = s.sources.place(e.File, e.Start)
		rep.Deleted.EndLine, rep.Deleted.EndColumn = s.sources.place(e.File, e.End)
		if e.New != "" {
			rep.Inserted = &sarifContent{Text: e.New}
		}
		fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, rep)
	}
	return fix
}

func (s sarifWriter) location(pos, end Position) sarifLocation {
	loc := sarifLocation{Physical: &sarifPhysical{Artifact: s.artifact(pos.File)}}
	if pos.File == "" {
		return sarifLocation{}
	}
	if pos.Line < 1 {
		return loc
	}
	region := &sarifRegion{StartLine: pos.Line, StartColumn: s.sources.column(pos)}
	if end.File == pos.File && end.Line > 0 && (end.Line > pos.Line || end.Line == pos.Line && end.Col > pos.Col) {
		region.EndLine, region.EndColumn = end.Line, s.sources.column(end)
	}
	if line := s.sources.Line(pos); line != "" {
		region.Snippet = &sarifContent{Text: line}
	}
	loc.Physical.Region = region
	return loc
}

// artifact names a file relative to the root, or by an absolute URI if it is not below it.
func (s sarifWriter) artifact(file string) sarifArtifact {
	if rel, ok := relative(s.root, file); ok {
		return sarifArtifact{URI: (&url.URL{Path: rel}).String(), BaseID: srcRoot}
	}
	name := filepath.ToSlash(file)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/shop/store.go
	}
	return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: name}).String()}
}
