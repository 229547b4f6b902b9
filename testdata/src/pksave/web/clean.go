package web

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"
)

func number(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

func (api *API) insertsWhatCame(c *gin.Context) {
	var p Product
	if err := c.ShouldBindJSON(&p); err != nil {
		return
	}
	api.db.Create(&p)
}

func (api *API) clearsTheKeyThatCame(c *gin.Context) {
	var p Product
	if err := c.ShouldBindJSON(&p); err != nil {
		return
	}
	p.ID = 0
	api.db.Save(&p)
}

func (api *API) refusesAKey(c *gin.Context) {
	var p Product
	if err := c.ShouldBindJSON(&p); err != nil {
		return
	}
	if p.ID != 0 {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	api.db.Save(&p)
}

func (api *API) keyCannotCome(c *gin.Context) {
	var n Note
	if err := c.ShouldBindJSON(&n); err != nil {
		return
	}
	api.db.Save(&n)
}

func (api *API) loadsTheRowThatIsNamed(c *gin.Context) {
	var in struct{ ID, Price int64 }
	if err := c.ShouldBindJSON(&in); err != nil {
		return
	}
	var p Product
	if api.db.First(&p, in.ID).Error != nil {
		return
	}
	p.Price = in.Price
	api.db.Save(&p)
}

func (api *API) updatesNamedColumnsOnly(c *gin.Context) {
	var p Product
	if err := c.ShouldBindJSON(&p); err != nil {
		return
	}
	api.db.Model(&p).Select("Name", "Price").Updates(&p)
}

func (api *API) restoresAFile(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var p Product
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	return api.db.Save(&p).Error
}
