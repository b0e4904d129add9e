import BehestWorkflow
import FoundationEssentials

/// The folder of the reports, while it is locked.
struct BugFolder {
    /// Its path.
    let path: String

    /// The report that was made under a key, if there is one.
    func report(withKey key: String) throws -> (number: Int, name: String)? {
        let line = BugReport.keyLine(key)
        for name in try names() where name.hasSuffix(".md") {
            guard let number = Self.number(of: name) else { continue }
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { continue }
            // The key stands in the front matter; what the body says does not count.
            var lines = String(decoding: data.prefix(65_536), as: UTF8.self).split(separator: "\n").makeIterator()
            guard lines.next() == "---" else { continue }
            while let next = lines.next(), next != "---" {
                if next == line { return (number, name) }
            }
        }
        return nil
    }

    /// The report of a number, if there is one.
    func report(number: Int) throws -> (number: Int, name: String)? {
        try reports().first { $0.number == number }
    }

    /// The names of all reports with their numbers, by number.
    func reports() throws -> [(number: Int, name: String)] {
        try names().filter { $0.hasSuffix(".md") }.compactMap { name in Self.number(of: name).map { ($0, name) } }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// The number after the highest one.
    func nextNumber() throws -> Int {
        (try names().compactMap(Self.number).max() ?? 0) + 1
    }

    private func names() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw AgentError("Could not read the folder '\(path)'. Make it readable and retry.", cause: error)
        }
    }

    /// The number with which a file's name begins, as in `0012-slug.md`.
    private static func number(of name: String) -> Int? {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= 4, digits.count <= 9, name.dropFirst(digits.count).first == "-" else { return nil }
        return Int(digits)
    }
}
