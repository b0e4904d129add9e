/// What can be said in a conversation whatever the packs hold, written as a pack is: yes and no, and words to Behest itself.
enum ReplySentences {
    /// The words of which two are read back where a voice alone is not enough: each unlike all others by sound.
    static let codeWords = [
        "anchor", "basket", "candle", "dolphin", "elbow", "feather", "garden", "hammer", "island", "jacket", "kitchen",
        "lantern", "marble", "needle", "orchard", "pepper", "quiver", "ribbon", "saddle", "thunder", "umbrella",
        "velvet", "walnut", "yellow",
    ]

    /// The pack.
    static let pack = """
        language: en
        expansion_rules:
        \(rules)
        intents:
        \(intents)
        lists:
          words: {wildcard: true}
          pick: {values: [{in: "(first|one)", out: 1}, {in: "(second|two)", out: 2}, {in: "(third|three)", out: 3}, {in: "(fourth|four)", out: 4}, {in: "(fifth|five)", out: 5}, {in: "last", out: -1}]}
          code: {values: [\(codeWords.joined(separator: ", "))]}
        """

    /// What may stand before a value that is an answer, and after it.
    static let answer = "[(to|in|on|for|about|at|it is|it's|make it|as|with|say)] [(the|a|an)]"
    /// What may stand before a value that is put in the place of another one.
    static let correction = """
        ([(no|nope|oh|sorry|wait|actually|oh no|no no|no wait|no sorry)] (i said|i meant|i mean|make it|make that|it should be|change (it|that) to|rather)|no|nope|no wait|sorry|actually|[no] not {words:wrong} but|(change|replace) {words:wrong} (to|with))
        """

    private static let rules = """
          yes: "(yes|yeah|yep|yup|sure|okay|ok|o k|alright|all right|fine|of course|certainly|absolutely|definitely|affirmative|confirm|confirmed|i confirm|agreed|correct|right|that's right|that is right|that's correct|exactly|indeed|do it|do that|do so|go ahead|go on|go for it|please do|proceed|make it so|sounds good|i do|i am sure|i'm sure|you may)"
          no: "(no|nope|nah|negative|no way|not now|not yet|don't|do not|don't do (it|that)|do not do (it|that)|better not|rather not|i'd rather not|of course not|absolutely not|certainly not|i don't think so|i do not|wrong|that's wrong|that is wrong|that's not right|that's not what i (said|meant)|not that)"
          cancel: "(never[ ]mind|cancel|cancel (that|it|this)|forget (it|that|about it)|leave it|abort|abort (that|it)|stop|stop (that|it)|drop it)"
          hesitation: "(oh|oh no|oh wait|wait|no wait|actually|sorry|um|uh|hmm|ah|oops)"

        """

    private static let intents = """
          Yes: {data: [{sentences: ["[(oh|well|um|hmm|actually|i think)] <yes> [<yes>] [<yes>] [(please|thanks|thank you)]"]}]}
          No: {data: [{sentences: ["[(oh|well|um|hmm|actually|please)] <no> [<no>] [<no>] [(please|thanks|thank you)]"]}]}
          YesBut: {data: [{sentences: ["<yes> (but|except|only|unless|if|when|after|until) {words}"]}]}
          Cancel: {data: [{sentences: ["[(no|okay|well|please|<hesitation>)] <cancel> [<cancel>] [(please|then|thanks|that)]"]}]}
          CancelAtEnd: {data: [{sentences: ["{words} <hesitation> [no] (never[ ]mind|cancel|cancel (that|it)|forget (it|that)|scratch that|scrap that) [that]"]}]}
          StopAll: {data: [{sentences: ["(stop|cancel|abort|end) (all|everything|all [of] (it|them)|all [running] (tasks|runs))"]}]}
          Undo: {data: [{sentences: ["[please] (undo|undo (it|that|this)|undo the last (one|thing|command)|take (it|that) back|revert that) [please]"]}]}
          Again: {data: [{sentences: ["[(can|could) you] (repeat|repeat (it|that|the question)|say (it|that) again|what did you say|what was that|what was the question|pardon|come again|once more) [please]"]}]}
          Help: {data: [{sentences: ["(help|help me|what can i say|what can you do|what are my options|what do i say) [(now|please)]"]}]}
          Status: {data: [{sentences: ["(status|what are you doing|(what is|what's) (running|going on)|is anything running|what tasks are running|are you done|how far are you)"]}]}
          Wait: {data: [{sentences: ["(wait|hold on|one moment|just a moment|give me a (second|moment|minute)|let me think) [please]"]}]}
          ThatIsAll: {data: [{sentences: ["[(and|so|okay|no)] [no] (that's all|that is all|that was all|that's it|that is it|done|i'm done|i am done|finished|nothing (else|more)|end of (text|dictation|report))"]}]}
          Skip: {data: [{sentences: ["[(no|please|okay|well|oh|just)] (skip|skip (it|that|this|this one|that one|the question)|pass|next|next (one|question)|leave (it|that|this) (out|empty|blank)|none|nothing|nothing (special|in particular|to add)|no [(more|further|other)] (details|detail|information|description|comment|comments)|not really|not sure|i'm not sure|i am not sure|[i] don't know|i do not know|no idea|[it] (doesn't|does not) matter|whatever|you (choose|decide)|[the] default|the usual) [(please|thanks|thank you)]"]}]}
          Same: {data: [{sentences: ["[(yes|yeah|yep|okay|sure)] [please] (add (it|this) [(to (it|that|that one|that bug|the old one|the same one)|there)]|add to (it|that|that one)|[(it is|it's|that is|that's)] the same [(one|bug|thing|problem|issue)]|same (one|bug|thing|problem|issue)|(that's|that is|it's|it is) (the one|that one)) [please]"]}]}
          NewOne: {data: [{sentences: ["[(no|nope|no no)] [(it is|it's|this is|that is|that's|make it|file it as|file|make|open|i want)] [(a|an)] (new|different|separate|another|other) (one|bug|report|thing|problem|issue) [please]"]}]}
          ContinueDraft: {data: [{sentences: ["[please] (go on|continue|carry on|resume|go back) (with|to) (the|my|that) [(old|last)] (draft|report|bug report|dictation)", "[please] (continue|resume|finish) (the|my|that) [(old|last)] (draft|report|bug report|dictation)", "where was i"]}]}
          ThatIsAllAtEnd: {data: [{sentences: ["{words} [(oh|okay|and|so)] (that's all|that is all|that was all|end of dictation)"]}]}
          ReadBack: {data: [{sentences: ["(read (it|that) [back] [to me]|read back|what have (i said|you got) [so far]|what does it say) [please]"]}]}
          Scratch: {data: [{sentences: ["[(no|<hesitation>)] (scratch that|scrap that|strike that|delete that|delete the last (sentence|part))"]}]}
          Change: {data: [{sentences: ["(change|replace|correct) {words:from} (to|with|into) {words:to}"]}]}
          SpellLast: {data: [{sentences: ["[i|that is|that's] (spell|spelled|spelt) (it|that|this) [as] {letters:spelling}", "(that is|that's) (spelled|spelt) {letters:spelling}"]}]}
          Spell: {data: [{sentences: ["[i] (spell|spelled|spelt|spelling) {letters:spelling}"]}]}
          Pick: {data: [{sentences: ["[(i mean|i meant|i want|take|use)] [the] [(number|option)] {pick} [one] [please]"]}]}
          CodeWords: {data: [{sentences: ["[(yes|okay|it is)] {code:first} [and] {code:second}"]}]}
          Correct: {data: [{sentences: ["[(no|nope|oh|sorry|wait|actually|oh no|no no|no wait)] (i said|i meant|i mean) {words}"]}]}
          Contradict: {data: [{sentences: ["(no|nope|no wait|sorry|actually) {words}", "[no] not {words:wrong} but {words}"]}]}

        """
}
