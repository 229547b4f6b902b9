package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteGitHub prints each finding as a workflow command, which GitHub Actions shows beside the code of a pull request:
//
//	::warning file=shop/store.go,line=41,endLine=41,col=12,endColumn=23,title=lostupdate/arith::lost update: …%0Aread …
func WriteGitHub(w io.Writer, r Report) error {
	var b strings.Builder
	for _, f := range r.Findings {
		file, _ := relative(r.Root, f.Pos.File)
		fmt.Fprintf(&b, "::warning file=%s,line=%d", githubProperty(file), f.Pos.Line)
		if f.End.Line >= f.Pos.Line {
			fmt.Fprintf(&b, ",endLine=%d", f.End.Line)
		}
		if f.Pos.Col > 0 {
			fmt.Fprintf(&b, ",col=%d", f.Pos.Col)
		}
		if f.End.Line == f.Pos.Line && f.End.Col > f.Pos.Col {
			fmt.Fprintf(&b, ",endColumn=%d", f.End.Col)
		}
		message := f.Message
		for _, line := range r.traceLines(f) {
			message += "\n" + line
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", githubProperty(f.Name()), githubData(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// traceLines are the trace and the fixes as plain text.
func (r Report) traceLines(f Finding) []string {
	var lines []string
	for _, s := range r.Sources.Trace(f) {
		file, _ := relative(r.Root, s.Pos.File)
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%s %s:%d  %s", s.Label, file, s.Pos.Line, s.Code), " "))
	}
	for _, x := range f.Fixes {
		lines = append(lines, "fix: "+x.Title)
	}
	return lines
}

func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// A gitlabIssue is an entry of GitLab's code quality report
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
type gitlabIssue struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
			End   int `json:"end"`
		} `json:"lines"`
	} `json:"location"`
}

// WriteGitLab prints the findings as a code quality report, which GitLab shows in a merge request.
func WriteGitLab(w io.Writer, r Report) error {
	issues := []gitlabIssue{}
	prints := r.Sources.Fingerprints(r.Findings, r.Root)
	for i, f := range r.Findings {
		issue := gitlabIssue{Description: f.Message, CheckName: f.Name(), Fingerprint: prints[i], Severity: "major"}
		issue.Location.Path, _ = relative(r.Root, f.Pos.File)
		issue.Location.Lines.Begin, issue.Location.Lines.End = f.Pos.Line, max(f.Pos.Line, f.End.Line)
		issues = append(issues, issue)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(issues)
}
