/** The options of getIntrospectionQuery that ask for all there is. */
export const everything = {
  specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true, experimentalDirectiveDeprecation: true,
};
