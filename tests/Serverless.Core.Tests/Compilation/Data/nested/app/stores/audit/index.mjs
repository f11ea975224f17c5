export const handler = async () => "audit";
