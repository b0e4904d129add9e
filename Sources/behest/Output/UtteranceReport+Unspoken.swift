internal import BehestPipeline

extension UtteranceReport {
    /// Why it could not be transcribed, for where a conversation does not speak of that.
    var unspokenReason: String? {
        guard failure != nil, case .refuse(let refusal)? = decision else { return nil }
        return refusal.text
    }
}
