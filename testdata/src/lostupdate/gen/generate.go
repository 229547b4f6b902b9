//go:build ignore

// The packages query (with interfaces, a default query and no need of a context) and plain (with none of it) are generated from model: go run generate.go.
package main

import (
	"gorm.io/gen"
	"gorm.io/gorm"
	"gorm.io/gorm/utils/tests"

	"fixtures/lostupdate/gen/model"
)

func main() {
	generate("query", gen.WithDefaultQuery|gen.WithQueryInterface|gen.WithoutContext)
	generate("plain", 0)
}

func generate(path string, mode gen.GenerateMode) {
	db, err := gorm.Open(tests.DummyDialector{}, &gorm.Config{})
	if err != nil {
		panic(err)
	}
	g := gen.NewGenerator(gen.Config{OutPath: path, Mode: mode})
	g.UseDB(db)
	g.ApplyBasic(model.Product{}, model.Sale{})
	g.Execute()
}
