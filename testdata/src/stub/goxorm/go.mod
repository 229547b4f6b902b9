module github.com/go-xorm/xorm

go 1.25.0
