// The word lists and models that are part of the binary.
//
// The assembler copies each file as it is (.incbin), which takes a moment where a Swift array of the
// same bytes takes minutes to compile. A new list or model is one line `file` below. The build does
// not see that a list or model changed: `make` touches this file when one did.

#if defined(__APPLE__)
#error "Only ELF targets are supported"
#endif

    .section .rodata.sayso_names, "a", @progbits
    .section .rodata.sayso_bytes, "a", @progbits
    .section .data.rel.ro.sayso_files, "aw", @progbits
    .globl saysoBuiltInFiles
    .balign 8
saysoBuiltInFiles:

.macro file name, path
    .section .rodata.sayso_names, "a", @progbits
1:  .asciz "\name"
    .section .rodata.sayso_bytes, "a", @progbits
    .balign 64
2:  .incbin "\path"
3:
    .section .data.rel.ro.sayso_files, "aw", @progbits
    .quad 1b, 2b, 3b
.endm

// Word lists: the path is found through the target's header search path, which is `Lexicons/`.
file "lexicons/LICENSE", "LICENSE"
file "lexicons/closed/actor-words.tsv", "closed/actor-words.tsv"
file "lexicons/closed/pronouns.tsv", "closed/pronouns.tsv"
file "lexicons/cues/cues.tsv", "cues/cues.tsv"
file "lexicons/frames/nominalisations.tsv", "frames/nominalisations.tsv"
file "lexicons/frames/phrases.tsv", "frames/phrases.tsv"
file "lexicons/frames/verbs.tsv", "frames/verbs.tsv"
file "lexicons/shifters/shifters.tsv", "shifters/shifters.tsv"
file "lexicons/names/abbreviations.tsv", "names/abbreviations.tsv"
file "lexicons/names/countries.tsv", "names/countries.tsv"
file "lexicons/names/demonyms.tsv", "names/demonyms.tsv"
file "lexicons/names/given.tsv", "names/given.tsv"
file "lexicons/names/nicknames.tsv", "names/nicknames.tsv"
file "lexicons/names/organizations.tsv", "names/organizations.tsv"
file "lexicons/names/places.tsv", "names/places.tsv"
file "lexicons/names/roles.tsv", "names/roles.tsv"
file "lexicons/names/surnames.tsv", "names/surnames.tsv"
file "lexicons/names/titles.tsv", "names/titles.tsv"
file "lexicons/text/abbreviations.tsv", "text/abbreviations.tsv"
file "lexicons/text/boilerplate.tsv", "text/boilerplate.tsv"
file "lexicons/text/casing.tsv", "text/casing.tsv"
file "lexicons/text/character-references.tsv", "text/character-references.tsv"
file "lexicons/text/function-words.tsv", "text/function-words.tsv"
file "lexicons/text/html.tsv", "text/html.tsv"
file "lexicons/text/lemmas.tsv", "text/lemmas.tsv"
file "lexicons/text/tokens.tsv", "text/tokens.tsv"
file "lexicons/text/wordpiece.tsv", "text/wordpiece.tsv"
file "lexicons/valence/adjectives.tsv", "valence/adjectives.tsv"
file "lexicons/valence/adverbs.tsv", "valence/adverbs.tsv"
file "lexicons/valence/expressions.tsv", "valence/expressions.tsv"
file "lexicons/valence/nouns.tsv", "valence/nouns.tsv"
file "lexicons/valence/verbs.tsv", "valence/verbs.tsv"
file "lexicons/evaluation/names.tsv", "evaluation/names.tsv"

// Models: beside this file.
file "models/quotes.model", "models/quotes.model"
file "models/actors.model", "models/actors.model"
file "models/encoder.model", "models/encoder.model"
file "models/stance.model", "models/stance.model"
file "models/syntax.model", "models/syntax.model"

    .section .data.rel.ro.sayso_files, "aw", @progbits
4:
    .section .rodata.sayso_names, "a", @progbits
    .globl saysoBuiltInFileCount
    .balign 8
saysoBuiltInFileCount:
    .quad (4b - saysoBuiltInFiles) / 24

    .section .note.GNU-stack, "", @progbits
