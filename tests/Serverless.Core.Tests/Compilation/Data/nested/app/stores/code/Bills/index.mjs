export const handler = async () => "bills";
