// Random schemas as SDL, valid by graphql-js's own judgement: interfaces that implement interfaces, unions, oneOf and nested inputs,
// defaults, custom scalars, repeatable directives and where they are applied, descriptions of every kind, extensions, roots of any name.
import { buildSchema, validateSchema } from 'graphql';

const texts = ['plain', 'with "quotes" and \\', 'Zürich ☃ 漢字', '🎉 beyond the BMP', '', 'tab\tinside', 'two\nlines', '  indented\n    more\n  less', 'ends with "', 'triple """ inside',
  'a text that goes on until it is longer than eighty columns, so that it is laid out over lines of its own'];

/** The SDL of a valid schema and the schema. */
export function randomSchema(random, options = {}) {
  for (let attempt = 0; ; attempt++) {
    const sdl = new SchemaText(random, options).write();
    try {
      const schema = buildSchema(sdl);
      if (validateSchema(schema).length === 0) return { sdl, schema };
    } catch (error) {
      if (attempt > 200) throw error;
    }
  }
}

export function quoted(random, text) {
  if (random.chance(0.4) && /^[^\\\t]*$/.test(text)) return `"""${random.chance(0.5) ? '\n' : ''}${text.replace(/"""/g, '\\"""')}${text.endsWith('"') || random.chance(0.5) ? '\n' : ''}"""`;
  const json = JSON.stringify(text);
  return random.chance(0.5) ? json : json.replace(/[^\x20-\x7e]/gu, (char) => `\\u{${char.codePointAt(0).toString(16)}}`);
}

class SchemaText {
  constructor(random, { incremental = random.chance(0.3) } = {}) {
    Object.assign(this, random);
    this.random = random;
    this.incremental = incremental;
    this.used = new Set();
    this.interfaces = new Map();
  }

  name(prefix) {
    for (;;) {
      const name = `${prefix}${this.pick(['', '_'])}${Array.from({ length: 1 + this.below(5) }, () => this.pick([...'abcXYZ019_'])).join('')}`;
      if (!this.used.has(name) && !name.startsWith('__')) {
        this.used.add(name);
        return name;
      }
    }
  }

  times(least, most, make) {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  description(indent = '') {
    return this.chance(0.25) ? `${indent}${quoted(this.random, this.pick(texts))}\n` : '';
  }

  deprecated(allowed = true) {
    return allowed && this.chance(0.12) ? ` @deprecated${this.chance(0.6) ? `(reason: ${quoted(this.random, this.pick(texts)).replace(/\n/g, ' ')})` : ''}` : '';
  }

  applied(location) {
    const fitting = this.directives.filter((directive) => directive.locations.includes(location));
    if (fitting.length === 0 || !this.chance(0.2)) return '';
    const directive = this.pick(fitting);
    const one = () => ` @${directive.name}${directive.args.length > 0 ? `(${directive.args.map((arg) => `${arg.name}: ${this.literal(arg.type)}`).join(', ')})` : ''}`;
    return one() + (directive.repeatable && this.chance(0.5) ? one() : '');
  }

  wrapped(name) {
    return this.pick(['#', '#', '#', '#!', '#!', '[#]', '[#!]', '[#!]!', '[#]!', '[[#]]', '[[#!]!]!', '[[[#]!]]']).replace('#', name);
  }

  inputType() {
    return this.wrapped(this.pick([...this.leaves, ...this.leaves, ...this.inputs.map((input) => input.name)]));
  }

  outputType() {
    return this.wrapped(this.pick([...this.leaves, ...this.composites, ...this.composites]));
  }

  // A constant of the type; deeper than a few levels whatever may be left out is.
  literal(type, depth = 0) {
    if (type.endsWith('!')) return this.some(type.slice(0, -1), depth);
    return this.chance(0.1) ? 'null' : this.some(type, depth);
  }

  some(type, depth) {
    if (type.startsWith('[')) {
      const item = type.slice(1, -1);
      return this.chance(0.15) ? this.some(item.replace(/!$/, ''), depth) : `[${this.times(0, depth > 2 ? 0 : 2, () => this.literal(item, depth + 1)).join(', ')}]`;
    }
    const enumeration = this.enums.find((one) => one.name === type);
    if (enumeration) return this.pick(enumeration.values);
    const input = this.inputs.find((one) => one.name === type);
    if (input) {
      const fields = input.oneOf ? [depth > 2 ? input.fields[0] : this.pick(input.fields)] : input.fields.filter((field) => field.required || (depth < 2 && this.chance(0.4)));
      return `{${fields.map((field) => `${field.name}: ${input.oneOf ? this.some(field.type, depth + 1) : this.literal(field.type, depth + 1)}`).join(', ')}}`;
    }
    return {
      Int: () => this.pick(['0', '-1', '2147483647', '42']), Float: () => this.pick(['0.0', '-1.5e3', '7', '1E-2']), Boolean: () => this.pick(['true', 'false']),
      String: () => quoted(this.random, this.pick(texts)), ID: () => this.pick(['"id"', '4', '"a b"']),
    }[type]?.() ?? this.pick(['1', '"s"', '1.5', 'true', 'NAME', '[1, "a", null]', '{a: {b: [1]}}']);
  }

  args(probability = 0.25) {
    if (!this.chance(probability)) return [];
    return this.times(1, 3, () => {
      const type = this.inputType(), value = this.chance(0.35) ? this.literal(type) : undefined;
      return { name: this.name('a'), type, value, text: `${this.deprecated(!type.endsWith('!') || value !== undefined)}${this.applied('ARGUMENT_DEFINITION')}` };
    });
  }

  argText(args) {
    return args.length === 0 ? '' : `(${args.map((arg) => `${this.description().trim().replace(/^(?=.)/, ' ')} ${arg.name}: ${arg.type}${arg.value === undefined ? '' : ` = ${arg.value}`}${arg.text}`).join(', ')})`;
  }

  ownFields(least) {
    return this.times(least, least + 4, () => ({ name: this.chance(0.5) ? this.pick(this.commonNames) : this.name('f'), type: this.outputType(), args: this.args() }))
      .filter((field, at, all) => all.findIndex((other) => other.name === field.name) === at);
  }

  // The fields of the interfaces, sometimes narrowed, and fields of its own.
  fieldsOf(parents, own) {
    const fields = new Map();
    for (const parent of parents) {
      for (const field of this.interfaces.get(parent).fields) {
        const type = this.chance(0.2) && !field.type.endsWith('!') ? `${field.type}!` : field.type;
        const known = fields.get(field.name);
        if (!known) fields.set(field.name, { ...field, type, args: this.chance(0.2) ? [...field.args, { name: this.name('x'), type: 'Int', text: '' }] : field.args });
        else if (field.type.endsWith('!') && !known.type.endsWith('!')) known.type = field.type;
      }
    }
    for (const field of own) if (!fields.has(field.name)) fields.set(field.name, field);
    return [...fields.values()];
  }

  closure(names) {
    const all = new Set();
    const add = (name) => {
      for (const parent of this.interfaces.get(name).parents) add(parent);
      all.add(name);
    };
    for (const name of names) add(name);
    return [...all];
  }

  someInterfaces(known) {
    return this.closure(known.filter(() => this.chance(0.35)).slice(0, 3));
  }

  implementing(keyword, name, parents, fields) {
    const line = (field) => `${this.description('  ')}  ${field.name}${this.argText(field.args)}: ${field.type}${this.deprecated()}${this.applied('FIELD_DEFINITION')}`;
    const location = keyword === 'type' ? 'OBJECT' : 'INTERFACE';
    const split = fields.length > 2 && this.chance(0.15) ? 1 + this.below(fields.length - 1) : fields.length;
    const head = `${keyword} ${name}${parents.length > 0 ? ` implements ${parents.join(' & ')}` : ''}`;
    const extension = split < fields.length ? [`extend ${keyword} ${name} {\n${fields.slice(split).map(line).join('\n')}\n}`] : [];
    return [`${this.description()}${head}${this.applied(location)} {\n${fields.slice(0, split).map(line).join('\n')}\n}`, ...extension];
  }

  write() {
    const blocks = [];
    this.commonNames = this.times(6, 6, () => this.name('c'));
    this.enums = this.times(1, 3, () => ({ name: this.name('Enum'), values: this.times(1, 5, () => this.name('V')) }));
    this.scalars = this.times(0, 2, () => this.name('Scalar'));
    this.leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', ...this.enums.map((one) => one.name), ...this.scalars];
    this.inputs = this.times(1, 4, () => ({ name: this.name('Input'), oneOf: this.chance(0.3), fields: [] }));
    for (const input of this.inputs) {
      input.fields = this.times(1, 5, (_, at) => {
        // The first field ends every recursion.
        const nested = at > 0 && this.chance(0.3);
        const type = nested ? this.pick(['#', '[#]', '[#!]', '[#!]']).replace('#', this.pick(this.inputs).name) : this.wrapped(this.pick(this.leaves));
        return { name: this.name('i'), type: input.oneOf ? type.replace(/!$/, '') : type };
      });
      for (const field of input.fields) field.required = field.type.endsWith('!');
    }
    for (const input of this.inputs.filter((one) => !one.oneOf)) {
      for (const field of input.fields.filter(() => this.chance(0.3))) {
        field.value = this.literal(field.type);
        field.required = false;
      }
    }
    const locations = ['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT', 'VARIABLE_DEFINITION', 'SCHEMA', 'SCALAR', 'OBJECT',
      'FIELD_DEFINITION', 'ARGUMENT_DEFINITION', 'INTERFACE', 'UNION', 'ENUM', 'ENUM_VALUE', 'INPUT_OBJECT', 'INPUT_FIELD_DEFINITION'];
    this.directives = [];
    this.directives = this.times(1, 4, () => ({
      name: this.name('dir'), repeatable: this.chance(0.3), locations: locations.filter(() => this.chance(0.4)).concat('FIELD').filter((one, at, all) => all.indexOf(one) === at),
      args: this.chance(0.5) ? this.times(1, 2, () => ({ name: this.name('a'), type: this.wrapped(this.pick(['Int', 'String', 'Boolean', this.enums[0].name])), text: '' })) : [],
    }));
    const objects = this.times(2, 6, () => this.name('Obj'));
    const unions = this.times(0, 3, () => this.name('Union'));
    const interfaceNames = this.times(0, 4, () => this.name('Face'));
    this.composites = [...objects, ...unions, ...interfaceNames];

    for (const name of interfaceNames) {
      const parents = this.someInterfaces([...this.interfaces.keys()]);
      const fields = this.fieldsOf(parents, this.times(1, 3, () => ({ name: this.name('n'), type: this.outputType(), args: this.args() })));
      this.interfaces.set(name, { parents, fields });
      blocks.push(...this.implementing('interface', name, parents, fields));
    }
    const implemented = new Set();
    for (const name of objects) {
      const parents = this.someInterfaces(interfaceNames);
      for (const parent of parents) implemented.add(parent);
      blocks.push(...this.implementing('type', name, parents, this.fieldsOf(parents, this.ownFields(1))));
    }
    for (const name of interfaceNames.filter((one) => !implemented.has(one))) {
      const parents = this.closure([name]);
      blocks.push(...this.implementing('type', this.name('Stub'), parents, this.fieldsOf(parents, [])));
    }
    for (const name of unions) {
      const members = objects.filter(() => this.chance(0.5));
      if (members.length === 0) members.push(objects[0]);
      blocks.push(`${this.description()}union ${name}${this.applied('UNION')} =${this.chance(0.3) ? '\n  |' : ''} ${members.join(' | ')}`);
    }
    for (const one of this.enums) {
      blocks.push(`${this.description()}enum ${one.name}${this.applied('ENUM')} {\n${one.values.map((value) => `${this.description('  ')}  ${value}${this.deprecated()}${this.applied('ENUM_VALUE')}`).join('\n')}\n}`);
    }
    for (const name of this.scalars) blocks.push(`${this.description()}scalar ${name}${this.chance(0.4) ? ' @specifiedBy(url: "https://example.com/scalar")' : ''}${this.applied('SCALAR')}`);
    for (const input of this.inputs) {
      const line = (field) => `${this.description('  ')}  ${field.name}: ${field.type}${field.value === undefined ? '' : ` = ${field.value}`}${this.deprecated(!field.required && !input.oneOf)}${this.applied('INPUT_FIELD_DEFINITION')}`;
      blocks.push(`${this.description()}input ${input.name}${input.oneOf ? ' @oneOf' : ''}${this.applied('INPUT_OBJECT')} {\n${input.fields.map(line).join('\n')}\n}`);
    }
    for (const directive of this.directives) {
      blocks.push(`${this.description()}directive @${directive.name}${this.argText(directive.args)}${directive.repeatable ? ' repeatable' : ''} on ${directive.locations.join(' | ')}`);
    }
    if (this.incremental) {
      blocks.push('directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT',
        'directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD');
    }

    const plainNames = this.chance(0.4);
    const roots = ['query', ...(this.chance(0.5) ? ['mutation'] : []), ...(this.chance(0.4) ? ['subscription'] : [])]
      .map((operation) => [operation, plainNames ? operation[0].toUpperCase() + operation.slice(1) : this.name('Root')]);
    for (const [, name] of roots) blocks.push(...this.implementing('type', name, [], this.ownFields(3)));
    if (!plainNames || this.chance(0.2)) {
      blocks.push(`${this.description()}schema${this.applied('SCHEMA')} {\n${roots.map(([operation, name]) => `  ${operation}: ${name}`).join('\n')}\n}`);
    }
    for (let i = blocks.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [blocks[i], blocks[j]] = [blocks[j], blocks[i]];
    }
    return blocks.map((block) => (this.chance(0.05) ? `# a comment, ${this.pick(texts).split('\n')[0]}\n${block}` : block)).join('\n\n') + '\n';
  }
}
