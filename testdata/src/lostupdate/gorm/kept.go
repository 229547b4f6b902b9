package shop

import (
	"encoding/json"
	"os"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Nothing here is reported: the value that is saved is the loaded one in another form, another row's, or the request's.

type Client struct {
	ID        uint
	Addresses string
	Owner     uint
	Slot      int64
	ListenAt  time.Time
	Endpoint  string
}

func splitAndJoinedAgain(db *gorm.DB, id uint) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	var kept []string
	for _, a := range strings.Split(c.Addresses, ",") {
		kept = append(kept, strings.TrimSpace(a))
	}
	c.Addresses = strings.Join(kept, ",")
	return db.Save(&c).Error
}

func joinOfSplit(db *gorm.DB, id uint) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Addresses = strings.Join(strings.Split(c.Addresses, ";"), ",")
	return db.Save(&c).Error
}

func nextSlotOfTheDay(db *gorm.DB, c *Client, owner uint) error {
	var last Client
	if err := db.Where("owner = ?", owner).Order("slot DESC").First(&last).Error; err != nil {
		return err
	}
	c.Slot = last.Slot + 1
	return db.Model(&Client{}).Where("owner = ? AND id = ?", owner, c.ID).Update("slot", c.Slot).Error
}

// Setting is a row that is made when it is first set.
type Setting struct {
	ID    uint
	Key   string
	Value string
}

func setting(db *gorm.DB, key string) (string, error) {
	var s Setting
	err := db.Where("key = ?", key).First(&s).Error
	return s.Value, err
}

func saveSetting(db *gorm.DB, key, value string) error {
	var s Setting
	err := db.Where("key = ?", key).First(&s).Error
	if err == gorm.ErrRecordNotFound {
		return db.Create(&Setting{Key: key, Value: value}).Error
	}
	if err != nil {
		return err
	}
	return db.Model(&Setting{}).Where("key = ?", key).Update("value", value).Error
}

func switchOffWhenOn(db *gorm.DB) error {
	on, err := setting(db, "two_factor")
	if err != nil {
		return err
	}
	if on == "true" {
		return saveSetting(db, "two_factor", "false")
	}
	return nil
}

// A Registry updates clients from requests.
type Registry struct{ db *gorm.DB }

// Update takes what the request says; the row is loaded here.
func (r *Registry) Update(c *Client) error {
	var old Client
	if err := r.db.First(&old, c.ID).Error; err != nil {
		return err
	}
	c.Addresses += "," + c.Endpoint
	return r.db.Save(c).Error
}

type endpoint struct {
	Host string
	Port int
}

// setEndpoints leaves the client as it is, or replaces the whole document.
func (c *Client) setEndpoints(list []endpoint) error {
	if len(list) == 0 {
		return errNotEnough
	}
	data, err := json.Marshal(list)
	if err != nil {
		return err
	}
	c.Endpoint = string(data)
	return nil
}

func documentReplaced(db *gorm.DB, id uint, hosts []string) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	list := make([]endpoint, 0)
	for _, h := range hosts {
		e := endpoint{Host: h}
		if e.Port == 0 {
			e.Port = 443
		}
		list = append(list, e)
	}
	if err := c.setEndpoints(list); err != nil {
		return err
	}
	return db.Save(&c).Error
}

func trimmedEitherWay(db *gorm.DB, id uint, endpoint string) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if endpoint != "" {
		c.Endpoint = endpoint
	}
	c.Endpoint = strings.TrimSpace(c.Endpoint)
	return db.Save(&c).Error
}

// Board is a row with lists.
type Board struct {
	ID    uint
	Title string
	Lanes []string `gorm:"serializer:json"`
}

// getBoard fills in what is shown where nothing was set.
func getBoard(db *gorm.DB, id uint) (*Board, error) {
	var b Board
	if err := db.First(&b, id).Error; err != nil {
		return nil, err
	}
	b.Lanes = append(b.Lanes, "archive")
	return &b, nil
}

func renameBoard(db *gorm.DB, id uint, title string) error {
	b, err := getBoard(db, id)
	if err != nil {
		return err
	}
	b.Title = title
	return db.Save(b).Error
}

func saveBoard(db *gorm.DB, b *Board, reset bool) error {
	if reset {
		lanes := make([]string, 0)
		for _, name := range []string{"todo", "done"} {
			lanes = append(lanes, name)
		}
		b.Lanes = lanes
	}
	return db.Save(b).Error
}

func resetOrKeepLanes(db *gorm.DB, id uint, title string, reset bool) error {
	var b Board
	if err := db.First(&b, id).Error; err != nil {
		return err
	}
	b.Title = title
	return saveBoard(db, &b, reset)
}

// Member is in a board with a role.
type Member struct {
	ID    uint
	Board uint
	Role  string
}

type Invitation struct {
	ID     uint
	Member uint
}

func changeRoleIfOther(db *gorm.DB, id uint, role string) error {
	var m Member
	if err := db.First(&m, id).Error; err != nil {
		return err
	}
	if m.Role == role {
		return nil
	}
	m.Role = role
	if err := db.Save(&m).Error; err != nil {
		return err
	}
	return db.Create(&Invitation{Member: id}).Error
}

// Department is in a tree: a child has its parent's path before its own.
type Department struct {
	ID       uint
	ParentID uint
	Path     string
	Level    int
}

func levelsOfChildren(db *gorm.DB, parentID uint) error {
	var children []Department
	if err := db.Where("parent_id = ?", parentID).Find(&children).Error; err != nil {
		return err
	}
	var parent Department
	if err := db.First(&parent, parentID).Error; err != nil {
		return err
	}
	for _, c := range children {
		c.Level = parent.Level + 1
		if err := db.Save(&c).Error; err != nil {
			return err
		}
	}
	return nil
}

func moveUnder(db *gorm.DB, d *Department) error {
	var parent Department
	if err := db.First(&parent, d.ParentID).Error; err != nil {
		return err
	}
	return db.Model(&Department{}).Where("id = ?", d.ID).Updates(map[string]any{
		"parent_id": d.ParentID,
		"level":     parent.Level + 1,
	}).Error
}

func expandedPath(db *gorm.DB, id uint, home string) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if i := strings.IndexByte(c.Endpoint, '/'); i > 0 {
		c.Endpoint = home + c.Endpoint[i:]
	}
	return db.Save(&c).Error
}

func expandedVariable(db *gorm.DB, id uint) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	if end := strings.IndexByte(c.Endpoint, '%'); end > 0 {
		c.Endpoint = strings.TrimSpace(os.Getenv(c.Endpoint[:end])) + c.Endpoint[end+1:]
	}
	return db.Save(&c).Error
}

func otherExtension(db *gorm.DB, id uint, ext string) error {
	var c Client
	if err := db.First(&c, id).Error; err != nil {
		return err
	}
	c.Endpoint = c.Endpoint[:strings.LastIndexByte(c.Endpoint, '.')+1] + ext
	return db.Save(&c).Error
}

type Basket struct {
	ID    uint
	Lines []*BasketLine `gorm:"serializer:json"`
	Open  bool
}

type BasketLine struct {
	ClientID uint
	Client   *Client `json:"-"`
}

// A pointer that is filled in for whom it is shown to is not what is kept.
func filledInThenSaved(db *gorm.DB, id uint) error {
	var b Basket
	if err := db.First(&b, id).Error; err != nil {
		return err
	}
	for _, line := range b.Lines {
		var c Client
		if err := db.First(&c, line.ClientID).Error; err != nil {
			return err
		}
		line.Client = &c
	}
	b.Open = true
	return db.Save(&b).Error
}
