import BehestWorkflow
import FoundationEssentials

/// Puts the files of a report where its forge takes them; each is there once, however often the task is taken up.
struct ForgeFiles {
    let client: ForgeClient
    let assignment: Assignment
    /// The folder of the workspace for what the forge does not take.
    let folder: String

    /// Places what must be there before the text is.
    ///
    /// - Returns: what is written of the files, a line each.
    func place(_ evidence: Evidence) async throws -> [String] {
        var lines: [String] = []
        for file in evidence.files {
            let label = ForgeText.line(file.label, limit: 200)
            switch client.api.filing {
            case .linked:
                if let sent = try await send(file, to: nil) {
                    lines.append("- [\(label)](\(sent.url))")
                } else {
                    lines.append(try keep(file, label))
                }
            case .beside: lines.append("- \(label): `\(name(of: file))`")
            case .keptHere: lines.append(try keep(file, label))
            }
        }
        return lines
    }

    /// Puts the files beside the issue that are not there yet.
    ///
    /// - Returns: what is written of those that the forge does not take, a line each.
    func complete(_ evidence: Evidence, beside number: Int) async throws -> [String] {
        guard !evidence.files.isEmpty, let request = client.api.files(of: number) else { return [] }
        let there = Set(try await client.all(request).compactMap { client.api.readFile($0)?.name })
        var kept: [String] = []
        for file in evidence.files where !there.contains(name(of: file)) {
            if try await send(file, to: number) == nil {
                kept.append(try keep(file, ForgeText.line(file.label, limit: 200)))
            }
        }
        return kept
    }

    /// Sends a file; `nil` when the forge does not take it, for which the report need not fail.
    private func send(_ file: Evidence.File, to number: Int?) async throws -> ForgeFile? {
        guard let request = client.api.upload(name(of: file), Array(file.data), to: number) else { return nil }
        do {
            return try await client.value(request, client.api.readFile)
        } catch let error as AgentError where error.kind == .permanent {
            return nil
        }
    }

    /// Keeps a file in the workspace.
    private func keep(_ file: Evidence.File, _ label: String) throws -> String {
        let place = "\(folder)/attachments"
        let path = try WorkspaceFolder.prepare(place, in: assignment.workspace)
        let name = name(of: file)
        try DurableFile.write(file.data, to: "\(path)/\(name)", key: name)
        return
            "- \(label): kept in the workspace of who filed this, as \(ForgeText.line("\(place)/\(name)", limit: 300))"
    }

    /// A name that is the same each time and no other task's.
    private func name(of file: Evidence.File) -> String {
        "\(Slug.make(of: file.label, fallback: "file"))-\(ForgeMarker.fileHash(assignment.idempotencyKey)).\(file.suffix)"
    }
}
