// Package docs holds the pages that explain the checks. They are Markdown for the web, where Analyzer.URL leads, and the
// text of rmwlint explain.
package docs

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.md
var pages embed.FS

// Topics are the names that Find knows, sorted: each page and, below it, each of its categories.
func Topics() []string {
	var topics []string
	entries, _ := pages.ReadDir(".") // cannot fail: the directory is in the program
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".md")
		topics = append(topics, name)
		text, _ := page(name)
		for _, s := range sections(text) {
			topics = append(topics, name+"/"+s.name)
		}
	}
	slices.Sort(topics)
	return topics
}

// Find is the page of a check ("lostupdate"), or the section of one category ("lostupdate/arith"; "arith" where only one
// check has it).
func Find(topic string) (string, bool) {
	if text, ok := page(topic); ok {
		return text, true
	}
	if !strings.Contains(topic, "/") {
		topic = unambiguous(topic)
	}
	check, category, _ := strings.Cut(topic, "/")
	text, _ := page(check)
	for _, s := range sections(text) {
		if s.name == category {
			return s.text, true
		}
	}
	return "", false
}

// Summary is one line about a category, "lostupdate/arith": what its page's table says of it, else the first sentence of its
// section that is not code.
func Summary(topic string) string {
	check, category, _ := strings.Cut(topic, "/")
	text, _ := page(check)
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "| [`"+category+"`](#"+category+") | "); ok {
			cell, _, _ := strings.Cut(rest, " |")
			return cell
		}
	}
	section, ok := Find(topic)
	if !ok {
		return topic
	}
	for paragraph := range strings.SplitSeq(section, "\n\n") {
		if !strings.HasPrefix(paragraph, "#") && !strings.HasPrefix(paragraph, "```") {
			sentence, _, _ := strings.Cut(strings.Join(strings.Fields(paragraph), " "), ". ")
			return strings.TrimSuffix(sentence, ".")
		}
	}
	return topic
}

// unambiguous is the one topic with the given category; the category itself if there is none or more than one.
func unambiguous(category string) string {
	found := category
	for _, topic := range Topics() {
		if strings.HasSuffix(topic, "/"+category) {
			if found != category {
				return category
			}
			found = topic
		}
	}
	return found
}

func page(name string) (string, bool) {
	text, err := pages.ReadFile(name + ".md")
	return string(text), err == nil
}

// A section is the part of a page about one category. Its heading is the category's name in code, "## `arith`", which the
// web turns into the anchor #arith that findings link to.
type section struct{ name, text string }

func sections(page string) []section {
	var found []section
	open := false // whether the last one found goes on
	for line := range strings.Lines(page) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			name, isCode := strings.CutPrefix(strings.TrimSpace(heading), "`")
			name, closed := strings.CutSuffix(name, "`")
			if open = isCode && closed; open {
				found = append(found, section{name: name})
			}
		}
		if open {
			found[len(found)-1].text += line
		}
	}
	return found
}
