package knowledge

// Foreign lists import paths whose packages are never analysed, with all that lies beneath them: database drivers and
// migration tools. What they do is below the calls that the libraries' rows speak of, and some are very large.
func Foreign() []string {
	return []string{
		"github.com/ClickHouse",
		"github.com/denisenkom/go-mssqldb",
		"github.com/glebarez",
		"github.com/go-sql-driver/mysql",
		"github.com/golang-migrate/migrate",
		"github.com/jackc",
		"github.com/lib/pq",
		"github.com/mattn/go-sqlite3",
		"github.com/microsoft/go-mssqldb",
		"github.com/ncruces/go-sqlite3",
		"github.com/pressly/goose",
		"github.com/rubenv/sql-migrate",
		"github.com/sijms/go-ora",
		"github.com/tursodatabase",
		"modernc.org",
	}
}
