/** The page's style sheet: system fonts, light and dark, paper. */
export const styles = `
:root{color-scheme:light dark;--page:#f6f6f3;--card:#fff;--ink:#1d2228;--quiet:#596270;--line:#e2e2dc;--soft:#efefea;--link:#1f5f99;
--good:#17774a;--good-soft:#e6f4ec;--bad:#b02a23;--bad-soft:#fbeae8;--calm:#275f9e;--calm-soft:#e8f0f9;--open:#875d00;--open-soft:#fbf2dc;--figure:#fff;--figure-ink:#374151}
@media (prefers-color-scheme:dark){:root{--page:#131518;--card:#1b1e23;--ink:#e7e7e3;--quiet:#a1a8b3;--line:#2d3138;--soft:#23272d;--link:#86b8ea;
--good:#63c893;--good-soft:#16291f;--bad:#f08a80;--bad-soft:#331c1a;--calm:#86b4ee;--calm-soft:#182638;--open:#e2b552;--open-soft:#2e2614;--figure:#f4f4f0}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
main{max-width:820px;margin:0 auto;padding:48px 24px 96px}
header{margin-bottom:36px}
h1{font-size:clamp(1.7rem,1.2rem + 2.2vw,2.5rem);line-height:1.15;letter-spacing:-.02em;margin:4px 0 12px;text-wrap:balance}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 16px}
h3{font-size:1rem;line-height:1.4;margin:0 0 4px}
p{margin:0 0 14px;max-width:68ch}
a{color:var(--link);text-underline-offset:2px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code{font:0.84em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--quiet);overflow-wrap:anywhere}
section{margin:0 0 56px;scroll-margin-top:24px}
.eyebrow{font-size:.78rem;letter-spacing:.08em;text-transform:uppercase;color:var(--quiet);margin:0}
.question{font-size:1.15rem;color:var(--quiet);margin:0}.requirement{margin:8px 0 0}#not-tested ul{margin:0;padding-left:1.2em;max-width:68ch}
.quiet{color:var(--quiet)}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:16px;background:var(--card);padding:8px 12px;border-radius:6px}
.verdict{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:30px 30px 22px;margin:0 0 20px;--tone:var(--calm);--tone-soft:var(--calm-soft);box-shadow:inset 0 5px 0 var(--tone)}
.verdict.good{--tone:var(--good);--tone-soft:var(--good-soft)}.verdict.bad{--tone:var(--bad);--tone-soft:var(--bad-soft)}.verdict.open{--tone:var(--open);--tone-soft:var(--open-soft)}
.verdict h3{color:var(--quiet);font-weight:600;margin:0 0 8px}
.decision{display:flex;align-items:center;gap:14px;margin:0 0 14px;color:var(--tone);font-size:clamp(1.7rem,1.3rem + 2vw,2.3rem);line-height:1.1;letter-spacing:-.02em}
.decision strong{font-weight:700}
.icon{flex:none}.icon circle{fill:var(--tone)}.icon path{fill:none;stroke:var(--card);stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.reason{font-size:1.08rem}
.numbers{display:flex;flex-wrap:wrap;gap:10px 36px;margin:20px 0 18px;padding:0}
.numbers dt{font-size:.82rem;color:var(--quiet)}.numbers dd{margin:0;font-size:1.18rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:0}
.lift figcaption{font-size:.85rem;color:var(--quiet);margin-top:6px;max-width:68ch}
.interval{display:block;font-size:12px;font-variant-numeric:tabular-nums}
.interval text{fill:var(--quiet)}.interval .zone{font-size:11px;letter-spacing:.02em}
.interval .band{fill:var(--soft)}.interval .zone-worse{fill:var(--bad-soft)}.interval .zone-worth{fill:var(--good-soft)}
.interval .zero{stroke:var(--quiet);stroke-width:1.5}.interval .threshold{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:4 3}
.interval .extent{stroke:var(--tone);stroke-width:4;stroke-linecap:round;opacity:.55}.interval .estimate{fill:var(--tone);stroke:var(--card);stroke-width:2}
.attention{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 24px;margin:-28px 0 56px}
.attention h2{font-size:1rem;margin:0 0 6px}.attention ul{margin:0;padding:0;list-style:none}
strong.error{color:var(--bad)}strong.warning{color:var(--open)}
.findings{border-left:4px solid var(--calm);background:var(--calm-soft);border-radius:0 10px 10px 0;padding:12px 18px;margin:0 0 14px}
.findings h3{color:var(--calm)}.findings.error{border-color:var(--bad);background:var(--bad-soft)}.findings.error h3{color:var(--bad)}
.findings.warning{border-color:var(--open);background:var(--open-soft)}.findings.warning h3{color:var(--open)}
.findings code{display:inline-block}.findings ul{margin:0;padding:0;list-style:none}.findings li+li{margin-top:6px}
.chart{background:var(--figure);color:var(--figure-ink);border:1px solid var(--line);border-radius:12px;padding:22px 24px 18px;margin:22px 0 0}
.chart svg{display:block;max-width:100%;height:auto;overflow:visible}
.chart figcaption{font-size:.92rem;line-height:1.5;margin:14px 0 0;max-width:68ch;color:var(--figure-ink);text-wrap:pretty}
.chart .narrow{display:none}.chart .scroll svg{max-width:none}
.broken{margin:0;padding:8px 0;color:#8a2019}
details{margin:0 0 10px}
.data{margin:8px 0 26px}
summary{cursor:pointer;padding:6px 0}
.data>summary{font-size:.88rem;color:var(--quiet)}
section>details:not(.data){border-bottom:1px solid var(--line);margin:0}section>details:not(.data)>summary{padding:10px 0}
.scroll{overflow-x:auto;margin:14px 0 22px}
table{border-collapse:collapse;min-width:min(100%,30rem);font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:0 0 8px}caption span{display:inline-block;position:sticky;left:0;max-width:min(100%,100vw - 40px)}
th,td{text-align:left;vertical-align:top;padding:7px 18px 7px 0;border-bottom:1px solid var(--line);max-width:34ch;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
thead th,thead td{font-size:.8rem;font-weight:600;color:var(--quiet);border-bottom:1.5px solid var(--line);vertical-align:bottom}
tbody th{font-weight:500}
.number{text-align:right;white-space:nowrap}tbody th.number{font-weight:inherit}
td.quiet{font-size:.86rem;min-width:16ch}
#provenance td{max-width:none}
.track{display:block;margin-top:3px}.track .rail{stroke:var(--line);stroke-width:3;stroke-linecap:round}.track .tick{stroke:var(--quiet);stroke-width:1.5}
.track .extent{stroke:var(--calm);stroke-width:3;stroke-linecap:round;opacity:.5}.track .estimate{fill:var(--calm)}
.contents{max-width:820px;margin:0 auto;padding:32px 24px 0;font-size:.92rem}
.contents ol{list-style:none;margin:8px 0 0;padding:0;columns:2;column-gap:32px}.contents li{margin:0 0 5px;break-inside:avoid;line-height:1.4}
.contents details{margin:0}.contents a{color:var(--quiet);text-decoration:none}.contents a:hover{color:var(--link);text-decoration:underline}
@media (min-width:1120px){.with-contents{display:grid;grid-template-columns:230px minmax(0,820px);gap:32px;justify-content:center}
.with-contents main{margin:0}.contents{position:sticky;top:0;max-height:100vh;overflow-y:auto;align-self:start;padding:56px 0 32px 24px}.contents ol{columns:1}
.contents details::details-content{content-visibility:visible;display:block;block-size:auto}.contents summary{list-style:none;pointer-events:none}}
@media (max-width:600px){main{padding:28px 16px 64px}.verdict{padding:20px 18px 16px;border-radius:12px}.chart{padding:12px 8px 12px;margin-left:-6px;margin-right:-6px}
.chart figcaption{padding:0 8px}.chart .wide,.extra{display:none}.chart .narrow{display:block}.contents{padding:24px 16px 0}.contents ol{columns:1}.numbers{gap:10px 24px}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@page{margin:15mm 14mm}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#ccc;--soft:#eee;--figure:#fff;--link:#000;--good:#17774a;--good-soft:#e6f4ec;--bad:#b02a23;--bad-soft:#fbeae8;--calm:#275f9e;--calm-soft:#e8f0f9;--open:#875d00;--open-soft:#fbf2dc}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10.5pt;display:block!important}main{max-width:none;padding:0}.contents,.skip{display:none}section{margin-bottom:28px}.attention{margin-top:0}
.verdict,.chart,.findings,.attention,li,tr{break-inside:avoid}h2,h3,summary,caption,thead{break-after:avoid}p{orphans:3;widows:3;max-width:none}
a{text-decoration:underline}a[href^=http]::after{content:" (" attr(href) ")";overflow-wrap:anywhere}
details::details-content{content-visibility:visible;display:block;block-size:auto}details>summary{list-style:none}
.scroll{overflow:visible}table{font-size:8.5pt}.data,.parts{columns:2;column-gap:8mm}.parts>summary,.data>summary{column-span:all}.parts .scroll{margin:0 0 10px}.data table,.parts table{font-size:7pt;min-width:0}.data .scroll{margin:0 0 10px}th,td{max-width:none;white-space:normal;padding:3px 8px 3px 0;line-height:1.3}thead{display:table-header-group}
.chart .wide{display:block}td.extra,th.extra{display:table-cell}.chart .narrow{display:none}.chart .scroll svg{max-width:100%}}
`;
