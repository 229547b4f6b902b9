package sqltext

import "testing"

func TestNormal(t *testing.T) {
	for _, r := range []struct{ name, want string }{
		{"in_stock", "instock"}, {"InStock", "instock"}, {"IN_STOCK", "instock"}, {"_id_", "id"}, {"", ""}, {"Straße", "straße"},
	} {
		if got := Normal(r.name); got != r.want {
			t.Errorf("Normal(%q) = %q, want %q", r.name, got, r.want)
		}
	}
}

func TestSameTable(t *testing.T) {
	for _, r := range []struct {
		a, b string
		want bool
	}{
		{"User", "users", true},
		{"User", "user", true},
		{"User", "USERS", true},
		{"UserWallet", "user_wallets", true},
		{"UserWallet", "userwallet", true},
		{"Category", "categories", true},
		{"Day", "days", true},
		{"Box", "boxes", true},
		{"Address", "addresses", true},
		{"Match", "matches", true},
		{"User", "t_user", true},
		{"User", "t_users", true},
		{"User", "tb_user", true},
		{"OrderItem", "tbl_order_items", true},
		{"User", "sys_user", true},
		{"User", "app_users", true},
		{"RoleMenu", "sys_role_menus", true},
		{"SysUser", "sys_user", true},
		{"APIKey", "app_api_keys", true},
		{"users", "users", true},

		{"", "", false},
		{"", "users", false},
		{"_", "__", false},
		{"User", "user_wallets", false},
		{"Item", "order_items", false},
		{"Token", "user_tokens", false},
		{"User", "admin_users", false},
		{"User", "old_users", false},
		{"User", "users_old", false},
		{"Rolemenu", "sys_role_menu", false}, // the words must be the same behind a word
		{"User", "sys_app_user", false},
		{"Day", "daies", false},
		{"Status", "statuss", false},
	} {
		if got := SameTable(r.a, r.b); got != r.want {
			t.Errorf("SameTable(%q, %q) = %v", r.a, r.b, got)
		}
		if got := SameTable(r.b, r.a); got != r.want {
			t.Errorf("SameTable(%q, %q) = %v", r.b, r.a, got)
		}
	}
}
