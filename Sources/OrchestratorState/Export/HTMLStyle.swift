internal import Foundation
internal import OrchestratorModel

/// The style of pages, which stands in each of them.
enum HTMLStyle {
    /// The source that a content security policy allows: the digest of ``text``, so that no other style can apply.
    static let digest: String = {
        var digest = Digest()
        digest.add(Array(text.utf8))
        return "sha256-" + Data(digest.bytes()).base64EncodedString()
    }()

    static let text = """

        :root { --text: #1c2024; --quiet: #5a626b; --page: #ffffff; --soft: #f2f4f6; --line: #d3d8dd; --link: #0b57b0;
          --green: #1a7f37; --amber: #9a6700; --red: #c62828; --blue: #0b57b0; --grey: #5a626b; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6e9ec; --quiet: #a4adb6; --page: #15181b; --soft: #1f2429; --line: #3a424a;
          --link: #7ab7ff; --green: #4cc38a; --amber: #e0a82e; --red: #ff7b72; --blue: #7ab7ff; --grey: #a4adb6; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; color: var(--text); background: var(--page);
          font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
        bdi, code, pre { overflow-wrap: anywhere; }
        h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .5rem; }
        h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
        p { margin: .4rem 0; } ul { margin: .25rem 0; } a { color: var(--link); }
        p.lines { white-space: pre-line; }
        .error { border-left: 4px solid var(--red); padding-left: .75rem; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); gap: .5rem 1.5rem; margin: 1rem 0 0; }
        dt { color: var(--quiet); font-size: .85rem; } dd { margin: 0; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
        code { background: var(--soft); padding: .1em .3em; border-radius: 3px; }
        pre { background: var(--soft); padding: .75rem; border-radius: 4px; white-space: pre-wrap; max-width: 100%; }
        .wide { overflow-x: auto; margin: .75rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: .925rem; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
        th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
        th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
        .findings td:nth-child(2) { width: 65%; } .whole { white-space: nowrap; overflow-wrap: normal; }
        summary { cursor: pointer; }
        .badge, .severity { white-space: nowrap; font-weight: 600; }
        .badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; color: var(--grey); }
        .badge.completed { color: var(--green); } .badge.failed, .badge.aborted { color: var(--red); }
        .badge.paused { color: var(--amber); } .badge.executing, .badge.in_progress { color: var(--blue); }
        .severity.major { color: var(--red); } .severity.medium { color: var(--amber); } .severity.minor { color: var(--grey); }
        figure { margin: 1rem 0; } figcaption { color: var(--quiet); font-size: .85rem; }
        svg { display: block; width: 100%; height: auto; min-width: 40rem; } svg.columns { width: auto; min-width: 0; max-width: none; }
        svg text { fill: var(--text); font-size: 13px; } svg .axis { fill: var(--quiet); font-size: 11px; }
        svg .grid { stroke: var(--line); stroke-width: 1; }
        svg .passed { fill: var(--green); } svg .blocked { fill: var(--amber); } svg .failed { fill: var(--red); } svg .open { fill: var(--grey); }
        svg .major { fill: var(--red); } svg .medium { fill: var(--amber); } svg .minor { fill: var(--grey); }
        .key { white-space: nowrap; margin-right: .75rem; } .key::before { content: ""; display: inline-block; width: .7em; height: .7em;
          margin-right: .35em; border-radius: 2px; background: var(--grey); }
        .key.passed::before { background: var(--green); } .key.blocked::before { background: var(--amber); }
        .key.failed::before { background: var(--red); }
        footer { margin-top: 2rem; color: var(--quiet); font-size: .85rem; }
        @media print { :root { --text: #000000; --quiet: #333333; --page: #ffffff; --soft: #f2f2f2; --line: #999999; --link: #000000;
            --green: #1a7f37; --amber: #9a6700; --red: #c62828; --blue: #0b57b0; --grey: #5a626b; font-size: 9pt; }
          body { max-width: none; padding: 0; } th, td { padding: .2rem .4rem; } .wide { overflow: visible; } svg { min-width: 0; }
          h2, h3, summary { break-after: avoid; } h1, h2, h3, tr, figure { break-inside: avoid; } thead { display: table-header-group; }
          .findings tr { break-inside: auto; } .findings pre { padding: .35rem .5rem; margin: .35rem 0; } svg.columns { max-width: 100%; }
          details::details-content { content-visibility: visible; display: block; }
          svg, .badge, .severity, .key::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }

        """
}
