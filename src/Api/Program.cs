Console.WriteLine("HealthGraph");
