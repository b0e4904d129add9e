/// Reads the `Link` header by which servers name the next page (RFC 8288).
enum PageLink {
    /// The number of the page that is named as the next one; `nil` when none is.
    ///
    /// Only the number is taken, never the address, which might lead anywhere.
    static func next(_ header: String) -> Int? {
        for link in links(header) where isNext(link.parameters) {
            guard let query = link.target.split(separator: "?", maxSplits: 1).dropFirst().first else { return nil }
            for part in query.split(separator: "#")[0].split(separator: "&") where part.hasPrefix("page=") {
                return Int(part.dropFirst(5)).flatMap { $0 > 0 ? $0 : nil }
            }
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
