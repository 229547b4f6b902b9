module github.com/letsencrypt/borp

go 1.25.0
