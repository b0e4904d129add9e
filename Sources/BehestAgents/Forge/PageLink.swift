/// Reads the `Link` header by which servers name the next page (RFC 8288).
enum PageLink {
    /// By what pages are named: numbers, and where GitHub has very many of them, a mark after which the next one begins.
    private static let names = ["page", "after"]

    /// What asks for the page that is named as the next one; `nil` when none is.
    ///
    /// Only this is taken, never the address, which might lead anywhere.
    static func next(_ header: String) -> [ForgeRequest.Query]? {
        for link in links(header) where isNext(link.parameters) {
            guard let query = link.target.split(separator: "?", maxSplits: 1).dropFirst().first else { return nil }
            let parts = query.prefix { $0 != "#" }.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
            let found = parts.filter { $0.count == 2 && names.contains(String($0[0])) }
                .map { ForgeRequest.Query(String($0[0]), ForgeRequest.unescaped($0[1])) }
            let isPage = found.allSatisfy { $0.name != "page" || (Int($0.value) ?? 0) > 0 }
            return isPage && !found.isEmpty ? found : nil
        }
        return nil
    }

    private static func isNext(_ parameters: Substring) -> Bool {
        parameters.split(separator: ";").contains { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
            return parts.count == 2 && parts[0].lowercased() == "rel" && parts[1].lowercased() == "next"
        }
    }

    /// The targets, each with what stands behind it up to the next one.
    private static func links(_ header: String) -> [(target: Substring, parameters: Substring)] {
        var rest = header[...]
        var links: [(Substring, Substring)] = []
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let target = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            let end = rest.firstIndex(of: "<") ?? rest.endIndex
            links.append((target, rest[..<end].prefix { $0 != "," }))
        }
        return links
    }
}
