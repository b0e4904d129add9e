/// A form that was sent: its recording, on disk, and what else it says.
struct Upload: Sendable {
    /// One field that is no file.
    struct Field: Sendable, Equatable {
        var name: String
        var value: String
    }

    /// The recording; `nil` when none was sent.
    var file: SpooledFile?
    /// What whoever sent it calls it.
    var fileName = ""
    /// The other fields, in their order.
    var fields: [Field] = []
}
