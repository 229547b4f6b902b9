package orm

import (
	"context"
	"fmt"
)

// Lock is a row lock and what to do about rows that others have locked: an argument of [QuerySet.SelectForUpdate] and
// [RefreshFromDB].
type Lock uint8

const (
	// ForUpdate locks rows against writers and other locks: FOR UPDATE. It is what SelectForUpdate does by itself.
	ForUpdate Lock = 1 << iota
	// NoKey lets others insert rows that refer to the locked ones: FOR NO KEY UPDATE on PostgreSQL; MySQL has no such lock.
	NoKey
	// Share lets others share the lock, and keeps writers out: FOR SHARE, LOCK IN SHARE MODE on MySQL.
	Share
	// NoWait makes a row that another has locked an error at once.
	NoWait
	// SkipLocked leaves out rows that others have locked, so that several workers can take from one queue.
	SkipLocked
	ofTables
)

// LockOption is an argument of [QuerySet.SelectForUpdate]: a [Lock] or an [Of].
type LockOption interface{ lockOption(*lockSpec) }

type lockSpec struct {
	lock Lock
	of   []string
}

func (l Lock) lockOption(s *lockSpec) { s.lock |= l }

// Of locks the rows of these tables only, for a query whose filter reads others too. PostgreSQL only.
func Of(tables ...string) LockOption { return of(tables) }

type of []string

func (o of) lockOption(s *lockSpec) { s.of = append(s.of, o...) }

// lockFor writes the lock clause at the end of a SELECT. Outside a transaction it is an error, for the lock would end with
// the statement. On SQLite the lock is the database's write lock, taken before the SELECT runs.
func (db *DB) lockFor(ctx context.Context, b *builder, lock Lock, tables []string) error {
	if db.tx == nil {
		return fmt.Errorf("%w: a row lock ends with its statement; run it inside Atomic", ErrNoTransaction)
	}
	if err := db.lockClause(b, lock, tables); err != nil {
		return err
	}
	return db.takeWriteLock(ctx, b.p)
}

// lockClause writes what the dialect has for the lock; what it lacks is an error, never left out.
func (db *DB) lockClause(b *builder, lock Lock, tables []string) error {
	if len(tables) > 0 {
		lock |= ofTables
	}
	strength, rest := lock&(ForUpdate|NoKey|Share), lock&(NoWait|SkipLocked|ofTables)
	if strength &^= ForUpdate; strength == 0 {
		strength = ForUpdate
	}
	clause, ok := b.d.locks[strength]
	if !ok {
		return fmt.Errorf("%w: the lock %v on %s", ErrUnsupported, strength, b.d.name)
	}
	if rest != 0 && b.d.bareShare && strength == Share {
		return fmt.Errorf("%w: the lock Share with %v on %s", ErrUnsupported, rest, b.d.name)
	}
	b.text(clause)
	for _, l := range []Lock{ofTables, NoWait, SkipLocked} {
		if rest&l == 0 {
			continue
		}
		clause, ok := b.d.locks[l]
		if !ok {
			return fmt.Errorf("%w: the lock option %v on %s", ErrUnsupported, l, b.d.name)
		}
		b.text(clause)
		for i := 0; l == ofTables && i < len(tables); i++ {
			b.list(i, "").ident(tables[i])
		}
	}
	return nil
}

// String names the parts of a lock as they are written in Go.
func (l Lock) String() string {
	names := ""
	for i, name := range []string{"ForUpdate", "NoKey", "Share", "NoWait", "SkipLocked", "Of"} {
		if l&(1<<i) != 0 {
			if names != "" {
				names += "|"
			}
			names += name
		}
	}
	return names
}

// takeWriteLock makes a transaction of SQLite that has not written yet a writing one, by an UPDATE that changes no row.
// Without it, two transactions could both read first, and one of them would fail when both come to write.
func (db *DB) takeWriteLock(ctx context.Context, p *plan) error {
	if db.tx == nil || !db.root.dialect.Load().writeLocks {
		return nil
	}
	if db.tx.locked.Load() {
		return nil
	}
	q := db.root.dialect.Load().quotes
	col := p.cols[0].quoted[q]
	if err := db.command(ctx, "UPDATE "+p.names[q]+" SET "+col+" = "+col+" WHERE 0"); err != nil {
		return err
	}
	db.tx.locked.Store(true)
	return nil
}
