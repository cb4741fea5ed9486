/// How the page looks: light and dark, from a telephone to a wide screen.
enum ReportStyle {
    static let sheet = """
        :root {
          --page: #f4f5f7; --card: #ffffff; --ink: #1a2027; --soft: #5a6573; --line: #dfe3e8; --track: #eceff3;
          --good: #17806a; --note: #b9791a; --other: #5566cc; --bad: #b8405f; --before: #a9d3c8; --link: #3a4db8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #12161b; --card: #1a2027; --ink: #e8ecf1; --soft: #9ba7b5; --line: #2e3742; --track: #262e38;
            --good: #3fb898; --note: #dda447; --other: #8b99f0; --bad: #e57a96; --before: #245c50; --link: #a5b1ff;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
        }
        header, main { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 36px; padding-bottom: 12px; }
        h1, h2, p, figure { margin: 0; }
        h1 { font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { font-size: 19px; margin-bottom: 6px; }
        .product { color: var(--good); font-weight: 600; letter-spacing: 0.04em; margin-bottom: 4px; }
        .origin { color: var(--soft); margin-top: 8px; font-size: 13px; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 12px; margin: 16px 0; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
        .tile { border-top: 3px solid var(--line); }
        .tile.good-edge { border-top-color: var(--good); }
        .tile.other-edge { border-top-color: var(--other); }
        .tile.bad-edge { border-top-color: var(--bad); }
        .name { color: var(--soft); font-size: 13px; }
        .figure { font-size: 27px; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
        .figure { overflow-wrap: anywhere; }
        .detail { color: var(--soft); font-size: 12.5px; line-height: 1.35; overflow-wrap: anywhere; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 4px 0 16px; font-size: 13.5px; }
        a { color: var(--link); }
        section {
          background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 20px; margin-bottom: 16px;
        }
        section > p { color: var(--soft); max-width: 75ch; margin-bottom: 6px; overflow-wrap: anywhere; }
        figure { margin: 14px 0 8px; }
        figcaption { font-weight: 600; font-size: 14px; margin-bottom: 10px; display: flex; flex-wrap: wrap; gap: 2px 18px; }
        .legend { font-weight: 400; color: var(--soft); display: inline-flex; flex-wrap: wrap; gap: 2px 14px; }
        .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
        .good-fill { background: var(--good); } .note-fill { background: var(--note); }
        .other-fill { background: var(--other); } .bad-fill { background: var(--bad); }
        .before-fill { background: var(--before); }
        svg { display: block; overflow: visible; }
        svg text { fill: var(--ink); font-size: 13px; }
        svg text.value { fill: var(--soft); font-size: 12.5px; font-variant-numeric: tabular-nums; }
        svg text.tick { fill: var(--soft); font-size: 11.5px; }
        svg text.label { font-weight: 500; }
        .good { fill: var(--good); } .note { fill: var(--note); } .other { fill: var(--other); } .bad { fill: var(--bad); }
        .before { fill: var(--before); } .track { fill: var(--track); }
        .axis { stroke: var(--soft); } .grid { stroke: var(--line); stroke-dasharray: 2 4; }
        .frame { overflow-x: auto; margin-top: 14px; border-radius: 6px; }
        .frame:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        details { margin-top: 12px; }
        summary { color: var(--link); font-size: 13.5px; cursor: pointer; }
        table { border-collapse: collapse; min-width: min(100%, 460px); font-size: 13.5px; }
        caption { text-align: left; color: var(--soft); font-size: 13px; padding-bottom: 4px; }
        th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 500; white-space: nowrap; }
        td { max-width: 46ch; min-width: 11ch; overflow-wrap: anywhere; }
        td.n { min-width: 0; }
        td.w { min-width: 28ch; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        tr > :last-child { padding-right: 0; }
        tbody tr:last-child td { border-bottom: 0; }
        @media (max-width: 560px) {
          header, main { padding: 0 12px; }
          header { padding-top: 20px; padding-bottom: 4px; }
          h1 { font-size: 22px; }
          section { padding: 14px 12px; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
          .tile { padding: 10px 12px; }
          .figure { font-size: 22px; }
        }
        .on-narrow { display: none; }
        @media (max-width: 560px) { .on-narrow { display: inline; } .on-wide { display: none; } }
        @media print { body { background: #fff; } section { break-inside: avoid; } nav { display: none; } }
        """
}
