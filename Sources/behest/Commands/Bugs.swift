internal import ArgumentParser
internal import BehestAgents
internal import FoundationEssentials

/// `behest bugs`: the bug reports of a workspace.
struct Bugs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the bug reports of the workspace, or show one.",
        discussion: "A report is a Markdown file; to close it, write 'state: closed' at its top."
    )

    @Argument(help: "The number of the report to show.")
    var number: Int?

    @Flag(help: "List closed reports too.")
    var all = false

    @Option(help: ArgumentHelp("The folder of the reports in the workspace.", valueName: "folder"))
    var folder = "bugs"

    @Option(help: ArgumentHelp("The workspace; by default the current folder.", valueName: "folder"))
    var workspace: String?

    func validate() throws {
        guard number == nil || !all else { throw ValidationError("'--all' goes with the list, not with a number.") }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let workspace = assembly.workspace(workspace).path
            let bugs = try LocalTracker().bugs(in: folder, of: workspace)
            if let number { return try show(number, of: bugs, in: workspace) }
            let listed = bugs.filter { all || $0.isOpen }
            guard !listed.isEmpty else {
                let kind = all || bugs.isEmpty ? "bug reports" : "open bugs"
                return StandardError.write("There are no \(kind) in '\(folder)'.")
            }
            for bug in listed {
                let state = bug.isOpen ? "" : "  (\(bug.state.visible))"
                let severity = (bug.severity ?? "-").visible.padded(to: 8)
                StandardOutput.write("\(String(bug.number).padded(to: 4))  \(severity)  \(bug.title.visible)\(state)")
            }
        }
    }

    private func show(_ number: Int, of bugs: [FiledBug], in workspace: String) throws {
        guard let bug = bugs.first(where: { $0.number == number }),
            let data = FileManager.default.contents(atPath: "\(workspace)/\(folder)/\(bug.name)")
        else {
            throw NoBug(number: number, folder: folder)
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        StandardOutput.write(lines.map { String($0).visible }.joined(separator: "\n"))
    }
}

/// There is no such report.
private struct NoBug: Error, CustomStringConvertible {
    var number: Int
    var folder: String

    var description: String { "There is no bug \(number) in '\(folder)'. See 'behest bugs --all'." }
}

extension String {
    /// The text with spaces before it until it is so long.
    fileprivate func padded(to length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }
}
