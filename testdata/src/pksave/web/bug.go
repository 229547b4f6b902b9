package web

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

func (api *API) ginSavesWhatCame(c *gin.Context) {
	var p Product
	if err := c.ShouldBindJSON(&p); err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	api.db.Save(&p) // want "Product comes from a request with its ID; whoever sends the request chooses the row"
}

func (api *API) echoSavesWhatCame(c echo.Context) error {
	p := new(Product)
	if err := c.Bind(p); err != nil {
		return err
	}
	return api.db.Save(p).Error // want "Product comes from a request with its ID"
}

func (api *API) fiberSavesWhatCame(c *fiber.Ctx) error {
	p := &Product{}
	if err := c.BodyParser(p); err != nil {
		return err
	}
	p.Name = "from fiber"
	return api.db.Save(p).Error // want "Product comes from a request with its ID"
}

func (api *API) decoderSavesWhatCame(w http.ResponseWriter, r *http.Request) {
	var p Product
	if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	api.db.Save(&p) // want "Product comes from a request with its ID"
}

func (api *API) unmarshalSavesWhatCame(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var p Product
	if err := json.Unmarshal(body, &p); err != nil {
		return
	}
	if err := api.repo.Put(&p); err != nil { // want "Product comes from a request with its ID"
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func decode(r *http.Request, into any) error {
	return json.NewDecoder(r.Body).Decode(into)
}

func (api *API) helperDecodesWhatIsSaved(w http.ResponseWriter, r *http.Request) {
	var p Product
	if err := decode(r, &p); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	api.db.Save(&p) // want "Product comes from a request with its ID"
}

func (api *API) keyOfTheURLOverwritesTheRow(w http.ResponseWriter, r *http.Request) {
	p := Product{Name: chi.URLParam(r, "name")}
	p.ID = number(chi.URLParam(r, "id"))
	api.db.Save(&p) // want "Product was not loaded but made here with its ID.*zeros for Price and CreatedAt"
}
