// node language.mjs OUTPUT COUNT SEED: writes what graphql-js makes of COUNT texts, some as they were generated, most damaged somewhere, one
// JSON object a line: { text, printed } or { text, error: [message, line, column] }.
import fs from 'node:fs';
import { parse, print } from 'graphql';
import { randomDocument } from './generate/documents.mjs';
import { generator } from './generate/random.mjs';
import { randomSchema } from './generate/schemas.mjs';

const [output, count, seed] = process.argv.slice(2);
const random = generator(Number(seed));
const { below, chance, pick } = random;

// What the generators do not write.
const rarities = [
  '{ a(s: "\\u{1F389} \\uD83C\\uDF89 \\u0041 \\/ \\b\\f\\n\\r\\t\\\\ \\"") }', '{ a(s: "\\uD83C") }', '{ a(s: "\\uDF89\\uD83C") }', '{ a(s: "\\u{110000}") }', '{ a(s: "\\u{D800}") }',
  '{ a(s: "\\u{}") }', '{ a(s: "\\u{00000041}") }', '{ a(s: "\\u{000000000041}") }', '{ a(s: "\\u{FFFFFFFFF}") }', '{ a(s: "\\uD83C\\u{DF89}") }', '{ a(s: "\\u12") }', '{ a(s: "\\q") }',
  '{ a(s: """\n    indented\n      more\n\n    "quoted" \\""" é ☃ 🎉\n  """) }', '{ a(s: """ one """ t: """\r\n two\r three \n\n""") }', '{ a(s: """\\u{41} \\n""") }', '{ a(s: """""") b(s: """"a""") }',
  '\uFEFF{ a # comment \uFEFF ☃ 🎉\r\n b }', '{ a(n: 0, m: -0, x: 1e400, y: -1.5E+07, z: 9007199254740993) }', '{ a(n: 00) }', '{ a(n: 1.) }', '{ a(n: .5) }', '{ a(n: 1a) }', '{ a(n: 0x1) }', '{ a(n: -) }', '{ a(n: 1e) }', '{ a(n: 1_0) }',
  'query ($a: [Int!]! = [1, 2] @d(x: 1) @d, $b: In = {a: {b: [$c]}}) { a }', 'query ("described" $a: Int "too" $b: Int) { a }', '"on a query" { a }', '"""on a\nquery""" query Q { a } "f" fragment F on T { a }', '"on an extension" extend type T { a: Int }',
  'fragment F($x: Int = 1, $y: T!) on T { a }', 'fragment on on T { on }', 'fragment on T { a }', '{ ...on }', '{ ... on on { on } ...on @d { true: null false null: true } }', 'subscription S @d { s { query mutation fragment } }', '{ a { } }', '{ }', 'query () { a }', '{ a() }',
  'type T implements & A & B @d { "d" f("a" x: Int = 1 @d, y: [T!]!): T! @d g: T }', 'type T implements A B { f: T }', 'type T {}', 'type T', 'union U = | A | B', 'union U @d', 'union U =', 'enum E { A @d B "d" C }', 'enum E { true }', 'enum E { null }', 'enum E', 'input I { a: Int = 1 @d b: I = {a: $v} }', 'scalar S @specifiedBy(url: "u")', 'interface I implements J { f: T }',
  'directive @d(a: Int = 1 @e, b: T) repeatable on | FIELD | QUERY', 'directive @d on NOWHERE', 'directive @d repeatable repeatable on FIELD', 'directive @d on FRAGMENT_VARIABLE_DEFINITION | DIRECTIVE_DEFINITION', 'directive @d @e(x: 1) on FIELD', 'extend directive @d @e', 'schema @d { query: Q mutation: M }', '"s" schema { query: Q }', 'schema {}', 'extend schema @d { query: Q }', 'extend schema', 'extend type T implements A', 'extend type T @d { f: T }', 'extend type T', 'extend union U = A', 'extend enum E { A }', 'extend input I { a: Int }', 'extend scalar S @d', 'extend scalar S', 'extend interface I { f: T }', 'extend { a }',
  '', ' ', '# only a comment', ',,,', '"text"', '{ a', '{ a(', '{ a(b: [1, {c:', 'query Q(', '...', '}', 'query query { query }', 'mutation { a } subscription { b } { c }', '{ a: b: c }', '{ a @ d }', '{ a $b }', '{ a & b }', '{ a | b }', '{ a ! }', '{ a .. b }', '{ a ? b }', "{ a(s: 'x') }", '{ a(s: "unterminated) }', '{ a(s: "line\nbreak") }', '{ a(s: """never ends) }', '{ a(s: "\u0000") }', '{ a\u0000 }', '{ a \u200B }', '{ é }', '{ a\u00A0b }', '{ 🎉 }', '"d" "e" { a }', '@d { a }', 'unknown { a }', 'Query { a }',
];
const pieces = [...'{}()[]:=!|&@$.,#"\\ \n\r\t-+0159eEuxT_é☃', '...', '"""', '\\"""', '\\u', '\\u{', '\\uD83C', '\\uDF89', '🎉', '\uFEFF', '\u0000', '\u0007', '\u2028', 'query', 'fragment', 'on', 'null', 'true', 'type', 'extend', 'implements', 'repeatable', 'input', '0', '1.5', '-', '"text"', '# comment\n'];

function damage(text) {
  const chars = [...text];
  const at = below(chars.length + 1), length = 1 + below(chance(0.8) ? 2 : 12);
  pick([
    () => chars.splice(at, length),
    () => chars.splice(at, 0, pick(pieces)),
    () => chars.splice(at, 1, pick(pieces)),
    () => chars.splice(at, 0, ...chars.slice(below(chars.length), below(chars.length) + length)),
    () => chance(0.3) && chars.splice(at),
  ])();
  return chars.join('');
}

function judge(text) {
  try {
    return { text, printed: print(parse(text, { noLocation: true })) };
  } catch (error) {
    if (!error.locations) throw error;
    // A message may cut a character that is two UTF-16 units in half; JSON readers refuse the half.
    return { text, error: [error.message.toWellFormed(), error.locations[0].line, error.locations[0].column] };
  }
}

const file = fs.openSync(output, 'w');
let written = 0;
const write = (text) => {
  fs.writeSync(file, `${JSON.stringify(judge(text))}\n`);
  written++;
};
rarities.forEach(write);
while (written < Number(count)) {
  const { sdl, schema } = randomSchema(random);
  const blocks = sdl.split('\n\n');
  const texts = [sdl, ...Array.from({ length: 5 }, () => randomDocument(random, schema).query), ...blocks.filter(() => chance(0.3)), ...rarities.filter(() => chance(0.2))];
  for (const text of texts) {
    write(text);
    // The shorter the text, the more likely the damage is where it matters.
    for (let i = 0; i < 6; i++) write(damage(chance(0.3) ? damage(text) : text));
  }
}
