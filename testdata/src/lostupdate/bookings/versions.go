package bookings

import "gorm.io/gorm"

// Node counts its versions itself; whether they are compared, its repository knows.
type Node struct {
	ID      uint
	Muted   bool
	Hits    int
	Version int
}

// Mute mutes it.
func (n *Node) Mute() { n.Muted = true; n.Version++ }

// Hit counts.
func (n *Node) Hit() { n.Hits++; n.Version++ }

// Nodes is implemented elsewhere.
type Nodes interface {
	Get(id uint) (*Node, error)
	Update(n *Node) error
}

func mute(r Nodes, id uint) error {
	n, err := r.Get(id)
	if err != nil {
		return err
	}
	n.Mute()
	return r.Update(n)
}

func hit(r Nodes, id uint) error {
	n, err := r.Get(id)
	if err != nil {
		return err
	}
	n.Hit()
	return r.Update(n)
}

func hitSeen(db *gorm.DB, id uint) error {
	var n Node
	db.First(&n, id)
	n.Hit()
	return db.Save(&n).Error // want "lost update: Node.Hits "
}
