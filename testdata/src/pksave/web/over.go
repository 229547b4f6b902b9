package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/jinzhu/copier"
)

func (api *API) decoderWritesOverTheLoadedRow(w http.ResponseWriter, r *http.Request) {
	var p Product
	if err := api.db.First(&p, r.URL.Query().Get("id")).Error; err != nil {
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
		return
	}
	api.db.Save(&p) // want "Product comes from a request with its ID"
}

func (api *API) unmarshalWritesOverTheLoadedRow(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p, err := api.load(7)
	if err != nil {
		return
	}
	if err := json.Unmarshal(body, p); err != nil {
		return
	}
	api.db.Save(p) // want "Product comes from a request with its ID"
}

func (api *API) ginWritesOverTheLoadedRow(c *gin.Context) {
	var p Product
	if err := api.db.First(&p, c.Param("id")).Error; err != nil {
		return
	}
	if err := c.ShouldBindJSON(&p); err != nil {
		return
	}
	api.db.Save(&p) // want "Product comes from a request with its ID"
}

func (api *API) load(id int64) (*Product, error) {
	var p Product
	err := api.db.First(&p, id).Error
	return &p, err
}

func (api *API) patch(id string, body []byte) error {
	p := &Product{}
	if err := api.db.Where("id = ?", id).First(p).Error; err != nil {
		return err
	}
	if err := json.Unmarshal(body, p); err != nil {
		return err
	}
	return api.db.Save(p).Error
}

func (api *API) bytesOfTheRequestAreWrittenOverTheRow(c *gin.Context) {
	body, err := c.GetRawData()
	if err != nil {
		return
	}
	if err := api.patch(c.Param("id"), body); err != nil { // want "Product comes from a request with its ID"
		c.AbortWithStatus(http.StatusBadRequest)
	}
}

var shared Product

func (api *API) bindsToAVariableOfThePackage(c *gin.Context) {
	if err := c.BindJSON(&shared); err != nil {
		return
	}
	api.db.Save(&shared) // want "Product comes from a request with its ID"
}

func (api *API) savesAVariableOfThePackage() { api.db.Save(&shared) }

func (api *API) decoderWritesOverAndTheKeyIsSetBack(w http.ResponseWriter, r *http.Request) {
	p, err := api.load(7)
	if err != nil {
		return
	}
	id := p.ID
	if err := json.NewDecoder(r.Body).Decode(p); err != nil {
		return
	}
	p.ID = id
	api.db.Save(p)
}

func (api *API) ginWritesOverAndTheKeyIsSetBack(c *gin.Context) {
	var p Product
	if err := api.db.First(&p, c.Param("id")).Error; err != nil {
		return
	}
	id := p.ID
	if err := c.ShouldBindJSON(&p); err != nil {
		return
	}
	p.ID = id
	api.db.Save(&p)
}

func (api *API) fiberWritesOverAndTheKeyIsThatOfThePath(c *fiber.Ctx) error {
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return err
	}
	var p Product
	if err := api.db.First(&p, id).Error; err != nil {
		return err
	}
	if err := c.BodyParser(&p); err != nil {
		return err
	}
	p.ID = id
	return api.db.Save(&p).Error
}

func (api *API) copiesFieldsWithoutTheKey(c *gin.Context) {
	var in struct{ Name string }
	if err := c.ShouldBindJSON(&in); err != nil {
		return
	}
	p, err := api.load(7)
	if err != nil {
		return
	}
	if err := copier.Copy(p, &in); err != nil {
		return
	}
	api.db.Save(p)
}

func (api *API) copiesFieldsWithTheKey(c *gin.Context) {
	var in struct {
		ID   int64
		Name string
	}
	if err := c.ShouldBindJSON(&in); err != nil {
		return
	}
	p, err := api.load(7)
	if err != nil {
		return
	}
	if err := copier.Copy(p, &in); err != nil {
		return
	}
	api.db.Save(p) // want "Product comes from a request with its ID"
}
