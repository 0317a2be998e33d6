export declare const schemaFile: string;
export declare function dapSchema(): object;
