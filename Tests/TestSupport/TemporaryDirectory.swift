public import FoundationEssentials

/// A directory of one test's own, removed when the test has ended.
public struct TemporaryDirectory: ~Copyable {
    /// Where it is.
    public let url: URL

    /// Makes a new, empty directory.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "behest-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
