"""The settings and templates of the sites that other tools build: a feed of the site, and one for each tag."""

from __future__ import annotations

HUGO = {
    "hugo.toml": """\
baseURL = "https://newsletter.example/"
title = "A Newsletter That Never Was"
disableKinds = ["404", "robotsTXT", "section", "sitemap", "taxonomy"]

[security]
allowContent = [".*"] # one post of ten is HTML

[taxonomies]
tag = "tags"

[outputs]
home = ["RSS"]
term = ["RSS"]

[[cascade]]
[cascade.build]
render = "link"
list = "always"
[cascade.target]
kind = "page"
""",
    "layouts/_default/rss.xml": """\
{{- $pages := cond .IsHome .Site.RegularPages .RegularPages | first 50 -}}
{{- `<?xml version="1.0" encoding="utf-8"?>` | safeHTML }}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ .Title }}</description>
{{ range $pages }}<item><title>{{ .Title }}</title><guid isPermaLink="false">{{ .File.Path }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" | safeHTML }}</pubDate>
{{ range .Params.tags }}<category>{{ . }}</category>{{ end }}
<content:encoded>{{ .Content | transform.XMLEscape | safeHTML }}</content:encoded></item>
{{ end }}</channel></rss>
""",
}

_ENTRIES = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ name }}</title><id>https://newsletter.example/{{ name }}</id>
<updated>{{ chosen | getNewestCollectionItemDate | dateToRfc3339 }}</updated>
{% for post in chosen | newest %}<entry><title>{{ post.data.title }}</title>
<id>https://newsletter.example/{{ post.fileSlug }}</id><updated>{{ post.date | dateToRfc3339 }}</updated>
{% for tag in post.data.tags %}<category term="{{ tag }}"/>{% endfor %}
<content type="html">{{ post.content }}</content></entry>
{% endfor %}</feed>
"""

ELEVENTY = {
    "eleventy.config.js": """\
module.exports = async function (config) {
  const { default: rss } = await import("@11ty/eleventy-plugin-rss");
  config.addPlugin(rss);
  config.addCollection("posts", (api) => api.getFilteredByGlob("posts/*"));
  config.addFilter("newest", (posts) => posts.slice(-50).reverse());
  return { markdownTemplateEngine: false, htmlTemplateEngine: false, dir: { input: ".", output: "_site" } };
};
""",
    "package.json": '{"private": true}\n',
    "posts/posts.json": '{"permalink": false}\n',
    "feed.njk": """\
---
permalink: feed.xml
eleventyExcludeFromCollections: true
---
{% set name = "all" %}{% set chosen = collections.posts %}"""
    + _ENTRIES,
    "tags.njk": """\
---
permalink: "tags/{{ tag }}/feed.xml"
eleventyExcludeFromCollections: true
pagination: {data: collections, size: 1, alias: tag, filter: [all, posts]}
---
{% set name = tag %}{% set chosen = collections[tag] %}"""
    + _ENTRIES,
}
