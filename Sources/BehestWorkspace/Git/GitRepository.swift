/// The git repository of a workspace, as git itself tells of it.
struct GitRepository: Sendable {
    let folder: String
    let limits: WorkspaceLimits

    /// The files that git knows or would take in; `nil` when the folder is in no repository or git is not there.
    func files() async throws -> [String]? {
        let output: [UInt8]
        do throws {
            output = try await run(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        } catch let error as WorkspaceError where error.code == .noRepository || error.code == .noProgram {
            return nil
        }
        return output.split(separator: 0).compactMap { String(validating: $0, as: UTF8.self) }
    }

    /// The local branches, those of the last commits first.
    func branches() async throws -> [String] {
        lines(
            of: try await run(["for-each-ref", "--sort=-committerdate", "--format=%(refname:short)", "refs/heads"])
        )
    }

    /// Those who made commits, with their addresses, the most busy first; followed by mailmap.
    func authors() async throws -> [(name: String, address: String)] {
        lines(of: try await run(["shortlog", "--summary", "--numbered", "--email", "--all"])).compactMap { line in
            // "   123\tName <address>"
            guard let tab = line.firstIndex(of: "\t"), let open = line.lastIndex(of: "<"), line.last == ">" else {
                return nil
            }
            let name = line[line.index(after: tab)..<open]
            return (String(name).trimmed, String(line[line.index(after: open)...].dropLast()))
        }
    }

    private func lines(of output: [UInt8]) -> [String] {
        String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).prefix(limits.values).map(
            String.init
        )
    }

    private func run(_ arguments: [String]) async throws -> [UInt8] {
        // A repository's own settings may name programs to run; these are the ones that reading could start.
        let guarded = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"]
        let program = WorkspaceProgram(arguments: guarded + arguments, directory: folder, limits: limits)
        let outcome = try await program.run()
        guard outcome.exitCode == 0 else {
            if outcome.complaint.contains("not a git repository") {
                throw WorkspaceError(.noRepository, "The workspace is no git repository.")
            }
            throw WorkspaceError(.programFailed, "git failed: \(outcome.complaint)")
        }
        return outcome.output
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
