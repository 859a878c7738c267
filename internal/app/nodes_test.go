package app_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/relay/relaytest"
	"deskbell/internal/store/pgtest"
)

type m = apitest.Map

// node starts one of the nodes on a database.
func node(t *testing.T, databaseURL, redisURL string) *apitest.House {
	t.Helper()
	return apitest.Start(t, apitest.Options{Change: func(cfg *app.Config) { cfg.DatabaseURL, cfg.RedisURL = databaseURL, redisURL }})
}

// nodes are two of them, on a database of their own.
func nodes(t *testing.T, redisURL string) (a, b *apitest.House) {
	t.Helper()
	url := pgtest.Database(t)
	a, b = node(t, url, redisURL), node(t, url, redisURL)
	if redisURL != "" {
		hearEachOther(a, b)
	}
	return a, b
}

// hearEachOther waits until the nodes do.
func hearEachOther(houses ...*apitest.House) {
	for _, h := range houses {
		h.Until("the nodes hear each other", func() bool { return h.App.OtherNodes() == len(houses)-1 })
	}
}

// seen is what a node answers to a plain request.
func seen(t *testing.T, address string) (int, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// present puts somebody at a screen that rings, on duty, and opens it.
func present(c *apitest.Client, device string) *apitest.Ear {
	c.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "online"})
	e := c.Screen()
	e.Call("presence", m{"device": device, "sound": true, "visible": true})
	e.Hears(`"rpc":`)
	return e
}

// says lets a guest write, and is the conversation's id.
func says(c *apitest.Client, id, text string) string {
	return c.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": id, "text": text}).Text("conversation_id")
}

// each runs the same with Redis and without: what is told at once then is found in the database.
func each(t *testing.T, test func(t *testing.T, a, b *apitest.House)) {
	t.Run("Redis", func(t *testing.T) {
		t.Parallel()
		a, b := nodes(t, relaytest.StartRedis(t).URL)
		test(t, a, b)
	})
	t.Run("DatabaseOnly", func(t *testing.T) {
		t.Parallel()
		a, b := nodes(t, "")
		test(t, a, b)
	})
}

// A guest at one node and the desk at another: who writes, takes, answers, hands back.
func TestNodes_Conversation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, a, b *apitest.House) {
		guest := a.Visit("demo")
		page := guest.Stream()
		ana, bruno := b.SignIn("agent1"), a.SignIn("agent2")
		hers, his := present(ana, "tab-a"), present(bruno, "tab-b")
		id := says(guest, "g1", "Is there a swimming pool?")
		hers.Hears(`"t":"entry"`, "Is there a swimming pool?")
		hers.Hears(`"t":"entry"`, `"kind":"assistant"`)
		page.Hears("entry ", `"kind":"assistant"`)

		ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
		his.Hears(`"t":"entry"`, `"code":"joined"`, `"kind":"agent"`)
		page.Hears("entry ", "Ana")
		page.Hears("state ", `"agent"`)
		bruno.Must(409, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "r0", "text": "No."})

		says(guest, "g2", "And is it heated?")
		hers.Hears(`"t":"entry"`, "And is it heated?")
		hers.Hears(`"t":"mine"`, id)
		ana.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "r1", "text": "It is, to 27 degrees."})
		page.Hears("entry ", "It is, to 27 degrees.")
		his.Hears(`"t":"entry"`, "It is, to 27 degrees.")

		ana.Must(200, "POST", "/api/v1/conversations/"+id+"/hand-back", m{})
		page.Hears("entry ", `"handed_back"`)
		// Each line came to each reader once, whichever way.
		thread := bruno.Must(200, "GET", "/api/v1/conversations/"+id+"/entries", nil).List("entries")
		for i, e := range thread {
			if e["seq"] != float64(i+1) {
				t.Errorf("entry %d has the number %v", i+1, e["seq"])
			}
		}
		if n := his.Count(`"t":"entry"`, "It is, to 27 degrees."); n != 0 {
			t.Errorf("told %d times more", n)
		}
	})
}

// A guest who asks rings every screen on duty, at whichever node, and whoever is first stops it everywhere.
func TestNodes_Ring(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, a, b *apitest.House) {
		guest := a.Visit("demo")
		says(guest, "g1", "Do you rent kayaks?")
		ana, bruno := b.SignIn("agent1"), a.SignIn("agent2")
		hers, his := present(ana, "tab-a"), present(bruno, "tab-b")
		// Ana came a moment ago at b: a, where the guest asks, may not know of her yet.
		guest.Must(200, "POST", "/api/guest/v1/human", m{})
		hers.Hears(`"ring"`, `"for_me":true`)
		his.Hears(`"ring"`, `"for_me":true`)
		rings := ana.Must(200, "GET", "/api/v1/bell/rings", nil).List("rings")
		if len(rings) != 1 {
			t.Fatalf("rings %v", rings)
		}
		id := rings[0]["conversation_id"].(string)
		ana.Must(200, "POST", "/api/v1/conversations/"+id+"/accept", m{})
		his.Hears(`"t":"ring_end"`, `"Ana Sousa"`)
		hers.Hears(`"t":"ring_end"`)
		bruno.Must(409, "POST", "/api/v1/conversations/"+id+"/accept", m{})
	})
}

// What is only true while a page is open goes by Redis alone.
func TestNodes_WhoLooksAndTypes(t *testing.T) {
	t.Parallel()
	a, b := nodes(t, relaytest.StartRedis(t).URL)
	guest := a.Visit("demo")
	page := guest.Stream()
	id := says(guest, "g1", "Is there a swimming pool?")
	page.Hears("entry ", `"kind":"assistant"`)
	ana, bruno := b.SignIn("agent1"), a.SignIn("agent2")
	hers, his := present(ana, "tab-a"), present(bruno, "tab-b")
	ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
	page.Hears("state ", `"agent"`)

	guest.Must(204, "POST", "/api/guest/v1/typing", m{"on": true})
	hers.Hears(`"t":"typing"`, `"guest"`, `"on":true`)
	his.Hears(`"t":"typing"`, `"guest"`, `"on":true`)
	hers.Call("typing", m{"conversation_id": id, "on": true})
	page.Hears("typing ", `"on":true`, "Ana")
	his.Hears(`"t":"typing"`, `"agent"`, `"on":true`)
	hers.Call("view", m{"conversation_id": id, "on": true})
	his.Hears(`"t":"viewers"`, "Ana Sousa")
	if got := string(bruno.Must(200, "GET", "/api/v1/conversations/"+id, nil).Raw); !strings.Contains(got, `"viewers":[{`) {
		t.Errorf("who looks at another node is not on the card: %s", got)
	}
	ana.Must(204, "POST", "/api/v1/conversations/"+id+"/read", m{"seq": 1})
	page.Hears("read ", `"seq":1`)
	guest.Must(204, "POST", "/api/guest/v1/read", m{"seq": 2})
	hers.Hears(`"t":"read"`, id)

	// An agent whose screen comes back at the other node goes on there.
	hers.Close()
	moved := ana.At(a)
	again := moved.Screen()
	again.Call("presence", m{"device": "tab-a", "sound": true, "visible": true})
	says(guest, "g2", "Are you still there?")
	again.Hears(`"t":"mine"`, id)
	moved.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "r1", "text": "Yes, I am."})
	page.Hears("entry ", "Yes, I am.")
}

// Settings, knowledge, people and sessions that change at one node are seen at the other.
func TestNodes_WhatIsKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, a, b *apitest.House) {
		admin, ana := a.SignIn("admin"), b.SignIn("agent1")
		hers := ana.Screen()
		house := "/api/v1/properties/" + a.Property("demo")
		b.Visit("demo")
		admin.Must(200, "PUT", house+"/live-chat", m{"all": m{"enabled": false}})
		hers.Hears(`"t":"settings"`)
		guest := b.Visit("demo")
		b.Until("the other node knows the settings", func() bool {
			return strings.Contains(string(guest.Must(200, "GET", "/api/guest/v1/entries", nil).Raw), `"available":false`)
		})
		admin.Must(201, "POST", house+"/entries", m{"questions": []string{"May I bring my parrot?"}, "answer": "Parrots are welcome here."})
		hers.Hears(`"t":"settings"`)
		page := guest.Stream()
		says(guest, "g1", "May I bring my parrot?")
		page.Hears("entry ", "Parrots are welcome here.")

		bruno := a.SignIn("agent2")
		bruno.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "dnd"})
		hers.Hears(`"t":"duty"`, `"dnd"`)

		// A session that ends at one node ends the connection at the other, and no request of it passes.
		ana.At(a).Must(204, "POST", "/api/v1/logout", nil)
		if code := hers.Ends(); code != "4501" {
			t.Errorf("the connection ended with %s", code)
		}
		b.Until("the session is over", func() bool { return ana.Do("GET", "/api/v1/me", nil).Status == 401 })
	})
}

// Losing Redis loses no message, relieves nobody and withdraws nothing; it is told to those who can mend it.
func TestNodes_RedisIsLostAndComesBack(t *testing.T) {
	t.Parallel()
	redis := relaytest.StartRedis(t)
	a, b := nodes(t, redis.URL)
	guest, waits := a.Visit("demo"), a.Visit("demo")
	page := guest.Stream()
	ana, admin := b.SignIn("agent1"), b.SignIn("admin")
	hers, office := present(ana, "tab-a"), admin.Screen()
	id := says(guest, "g1", "Is there a swimming pool?")
	page.Hears("entry ", `"kind":"assistant"`)
	ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
	page.Hears("state ", `"agent"`)
	for _, h := range []*apitest.House{a, b} {
		if status, body := seen(t, h.URL+"/readyz"); status != 200 || body != "ready\n" {
			t.Errorf("ready: %d %s", status, body)
		}
	}

	redis.Stop()
	says(guest, "g2", "Is it heated?")
	hers.Hears(`"t":"entry"`, "Is it heated?")
	hers.Hears(`"t":"mine"`, id)
	ana.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "r1", "text": "It is, to 27 degrees."})
	page.Hears("entry ", "It is, to 27 degrees.")
	says(waits, "w1", "Do you rent kayaks?")
	waits.Must(200, "POST", "/api/guest/v1/human", m{})
	hers.Hears(`"ring"`, `"for_me":true`)
	for _, h := range []*apitest.House{a, b} {
		h.Until("it is told that Redis is lost", func() bool {
			status, body := seen(t, h.URL+"/readyz")
			return status == 200 && strings.Contains(body, `"status":"degraded"`) && strings.Contains(body, `"redis"`)
		})
	}
	office.Hears(`"t":"me"`)
	if !strings.Contains(string(admin.Must(200, "GET", "/api/v1/me", nil).Raw), `"late":true`) {
		t.Error("an admin is not told")
	}
	if !strings.Contains(string(ana.Must(200, "GET", "/api/v1/me", nil).Raw), `"late":false`) {
		t.Error("an agent is told what she cannot mend")
	}

	redis.Start()
	hearEachOther(a, b)
	for _, h := range []*apitest.House{a, b} {
		h.Until("it is ready again", func() bool { _, body := seen(t, h.URL+"/readyz"); return body == "ready\n" })
	}
	office.Hears(`"t":"me"`)
	hers.Call("typing", m{"conversation_id": id, "on": true})
	page.Hears("typing ", `"on":true`)
	says(guest, "g3", "Thank you!")
	hers.Hears(`"t":"entry"`, "Thank you!")
	if card := ana.Must(200, "GET", "/api/v1/conversations/"+id, nil); card.Text("controller.kind") != "agent" {
		t.Errorf("the conversation is with %v", card.JSON["controller"])
	}
}

// A Redis that answers nothing, or what no Redis answers, keeps no request waiting.
func TestNodes_StrangeRedis(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(net.Conn){
		"BlackHole": func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
		"Garbage": func(c net.Conn) {
			_, _ = c.Write([]byte("*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n+OK\r\n$-9\r\n\x00\xff"))
			_, _ = io.Copy(io.Discard, c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					go func() {
						defer conn.Close()
						serve(conn)
					}()
				}
			}()
			url := pgtest.Database(t)
			a, b := node(t, url, "redis://"+l.Addr().String()), node(t, url, "redis://"+l.Addr().String())
			ana := b.SignIn("agent1")
			hers := present(ana, "tab-a")
			guest := a.Visit("demo")
			id := says(guest, "g1", "Is there a swimming pool?")
			hers.Hears(`"t":"entry"`, "Is there a swimming pool?")
			ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
			a.Until("it is told", func() bool { _, body := seen(t, a.URL+"/readyz"); return strings.Contains(body, `"degraded"`) })
		})
	}
}

// A node that stops leaves its guests' conversations to the others.
func TestNodes_OneStops(t *testing.T) {
	t.Parallel()
	a, b := nodes(t, relaytest.StartRedis(t).URL)
	guest := a.Visit("demo")
	page := guest.Stream()
	ana := b.SignIn("agent1")
	hers := present(ana, "tab-a")
	id := says(guest, "g1", "Do you rent kayaks?")
	hers.Hears(`"t":"entry"`, "Do you rent kayaks?")
	guest.Must(200, "POST", "/api/guest/v1/human", m{})
	hers.Hears(`"ring"`)
	a.Stop()
	page.Ends()
	moved := guest.At(b)
	page = moved.Stream()
	ana.Must(200, "POST", "/api/v1/conversations/"+id+"/accept", m{})
	page.Hears("state ", `"agent"`)
	says(moved, "g2", "There you are!")
	hers.Hears(`"t":"entry"`, "There you are!")
}
